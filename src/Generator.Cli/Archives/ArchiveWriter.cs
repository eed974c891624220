using System.Formats.Tar;

namespace Generator.Cli.Archives;

/// <summary>
/// Writes a .tar.gz that depends only on the paths, bytes and program bits of the files, not on time, user or machine (ustar, because .NET
/// writes its process id into PAX).
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ProgramMode = FileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // tar warns about a time of 0.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly GzipWriter gzip;
    private readonly TarWriter tar;

    /// <summary>Starts an archive.</summary>
    /// <param name="target">The target; it stays open.</param>
    internal ArchiveWriter(Stream target)
    {
        gzip = new GzipWriter(target);
        tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true);
    }

    /// <summary>Adds a file.</summary>
    /// <param name="isExecutable">Whether it has mode 0755; 0644 otherwise.</param>
    internal void Add(string path, bool isExecutable, Stream content) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, path)
    {
        Mode = ModeOf(isExecutable),
        ModificationTime = Time,
        Uid = 0,
        Gid = 0,
        DataStream = content,
    });

    /// <summary>The mode of a file in an archive.</summary>
    internal static UnixFileMode ModeOf(bool isExecutable) => isExecutable ? ProgramMode : FileMode;

    public void Dispose()
    {
        tar.Dispose();
        gzip.Dispose();
    }
}
