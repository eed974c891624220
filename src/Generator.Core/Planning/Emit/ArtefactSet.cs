using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit;

/// <summary>Every artefact of a cluster.</summary>
/// <param name="All">The artefacts, by the order of the hosts and then by path.</param>
internal sealed record ArtefactSet(ClusterPlan Plan, ImmutableArray<Artefact> All)
{
    private readonly ILookup<string, Artefact> byHost = All.ToLookup(artefact => artefact.Host, StringComparer.Ordinal);

    /// <summary>The artefacts of one host.</summary>
    internal IEnumerable<Artefact> Of(HostPlan host) => byHost[host.Name];
}
