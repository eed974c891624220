using Generator.Core.Artefacts;
using Generator.Core.Planning;

namespace Generator.Core.Emit;

/// <summary>A kind of artefact: one file, and one template where it is not made from an original.</summary>
/// <param name="Name">What it is called, for people.</param>
/// <param name="Emit">Gives its artefacts for every host that gets one.</param>
internal sealed record ArtefactKind(string Name, Func<ClusterPlan, IEnumerable<Artefact>> Emit);
