using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>A node of the cluster.</summary>
/// <param name="Ready"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Version">The release of its kubelet; <c>-</c> if it is not known.</param>
/// <param name="Address">Its internal address; <c>-</c> if it is not known.</param>
internal sealed record NodeFact(string Name, string Ready, string Version, string Address)
{
    internal static IEnumerable<NodeFact> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "node").Select(fact => Read(fact.Value.Split(' ')));

    private static NodeFact Read(string[] fields) => new(fields[0], fields[1], fields[2], fields[3]);
}
