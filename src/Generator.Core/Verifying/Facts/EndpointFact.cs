using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>An address that the Service <c>kubernetes</c> lists.</summary>
internal sealed record EndpointFact(string Address)
{
    internal static IEnumerable<EndpointFact> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "endpoint").Select(fact => Read(fact.Value.Split(' ')));

    private static EndpointFact Read(string[] fields) => new(fields[0]);
}
