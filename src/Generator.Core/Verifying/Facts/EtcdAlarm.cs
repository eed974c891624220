using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>An alarm of a member of etcd, such as <c>NOSPACE</c>.</summary>
internal sealed record EtcdAlarm(string Id, string Name)
{
    internal static IEnumerable<EtcdAlarm> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "etcd-alarm").Select(fact => Read(fact.Value.Split(' ')));

    private static EtcdAlarm Read(string[] fields) => new(fields[0], fields[1]);
}
