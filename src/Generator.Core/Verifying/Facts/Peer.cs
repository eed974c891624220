using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>A client that is connected to a port of a host.</summary>
internal sealed record Peer(string Address, string Port)
{
    internal static IEnumerable<Peer> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "peer").Select(fact => Read(fact.Value.Split(' ')));

    private static Peer Read(string[] fields) => new(fields[0], fields[1]);
}
