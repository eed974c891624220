using System.Globalization;
using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>The state of a member of etcd, as it tells itself.</summary>
/// <param name="Size">The size of its database in bytes.</param>
/// <param name="Quota">The size at which it refuses writes, in bytes; null if that is not known.</param>
internal sealed record EtcdStatus(string Endpoint, string Id, bool IsLeader, long Size, long? Quota)
{
    internal static IEnumerable<EtcdStatus> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "etcd-status").Select(fact => Read(fact.Value.Split(' ')));

    private static EtcdStatus Read(string[] fields) => new(
        fields[0],
        fields[1],
        fields[2] == "yes",
        long.Parse(fields[3], CultureInfo.InvariantCulture),
        fields[4] == "-" ? null : long.Parse(fields[4], CultureInfo.InvariantCulture));
}
