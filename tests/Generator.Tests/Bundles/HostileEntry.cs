using System.Formats.Tar;

namespace Generator.Tests.Bundles;

/// <summary>An entry of an archive, of whatever kind.</summary>
/// <param name="Name">Its path.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record HostileEntry(string Name, byte[] Content)
{
    internal UnixFileMode Mode { get; init; } = (UnixFileMode)0b110_100_100;

    internal TarEntryType Type { get; init; } = TarEntryType.RegularFile;

    internal TarEntryFormat Format { get; init; } = TarEntryFormat.Ustar;

    internal int User { get; init; }

    internal DateTimeOffset Time { get; init; } = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal TarEntry ToTar()
    {
        TarEntry entry = Format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(Type, Name),
            TarEntryFormat.Gnu => new GnuTarEntry(Type, Name),
            _ => new UstarTarEntry(Type, Name),
        };
        (entry.Mode, entry.Uid, entry.Gid, entry.ModificationTime) = (Mode, User, User, Time);
        if (Type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            entry.LinkName = "/etc/passwd";
        if (Type == TarEntryType.RegularFile)
            entry.DataStream = new MemoryStream(Content);
        return entry;
    }
}
