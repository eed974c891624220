using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>A path of a host that its plan names, as it is on the disk.</summary>
/// <param name="Mode">Its permission bits, four octal digits; <c>-</c> if it has none.</param>
/// <param name="Owner">Its owner and group; <c>-</c> if it is not there.</param>
/// <param name="Digest">Its SHA-256; <c>-</c> for a secret, and if it is not there.</param>
internal sealed record OnDisk(DiskState State, string Mode, string Owner, string Digest, string Path)
{
    internal static IEnumerable<OnDisk> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "on-disk").Select(fact => Read(fact.Value.Split(' ')));

    private static OnDisk Read(string[] fields) => new(DiskStates.Of(fields[0]), fields[1], fields[2], fields[3], fields[4]);
}
