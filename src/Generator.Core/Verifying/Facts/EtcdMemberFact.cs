using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>A member of etcd, as the cluster lists it.</summary>
/// <param name="IsStarted">Whether it has ever started.</param>
internal sealed record EtcdMemberFact(string Id, string Name, bool IsStarted)
{
    internal static IEnumerable<EtcdMemberFact> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "etcd-member").Select(fact => Read(fact.Value.Split(' ')));

    private static EtcdMemberFact Read(string[] fields) => new(fields[0], fields[1], fields[2] == "yes");
}
