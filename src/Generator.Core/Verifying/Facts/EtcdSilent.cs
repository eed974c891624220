using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>A member of etcd that does not answer.</summary>
internal sealed record EtcdSilent(string Endpoint)
{
    internal static IEnumerable<EtcdSilent> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "etcd-silent").Select(fact => Read(fact.Value.Split(' ')));

    private static EtcdSilent Read(string[] fields) => new(fields[0]);
}
