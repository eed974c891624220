using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;

namespace Generator.Cli.Folders;

/// <summary>A file that gets new content as a whole, and keeps its mode and its owner. A link stays, and the file at its end is written.</summary>
internal sealed class RewrittenFile
{
    private const int MostMebibytes = 32;

    private readonly string named;
    private readonly string path;

    /// <summary>Reads the file.</summary>
    /// <exception cref="MisuseException">It is not a regular file, or far too large.</exception>
    internal RewrittenFile(string path)
    {
        named = path;
        this.path = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        Before = RegularFile.Read(path, MostMebibytes);
    }

    /// <summary>Its content when it was read.</summary>
    internal byte[] Before { get; }

    /// <summary>Replaces the content, under the lock that kubectl uses.</summary>
    /// <exception cref="MisuseException">Its owner cannot be kept, or it was changed after it was read; nothing was written.</exception>
    internal void Write(ReadOnlySpan<byte> content)
    {
        var held = $"{path}.lock";
        var fresh = Path.Combine(Path.GetDirectoryName(path) ?? "/", $".{Path.GetFileName(path)}.new-{Environment.ProcessId}");
        if (Path.Exists(held))
            throw new MisuseException($"{held} exists, so kubectl is changing {named}; wait, or remove it if no kubectl runs");
        using var sweeping = new Sweeping(() =>
        {
            File.Delete(fresh);
            File.Delete(held);
        });
        using (new FileStream(held, FileMode.CreateNew))
        {
            try
            {
                Exchange(fresh, content);
            }
            finally
            {
                File.Delete(fresh);
                File.Delete(held);
            }
        }
    }

    private void Exchange(string fresh, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var file = new FileStream(fresh, options))
        {
            // An empty file shows nothing to its first owner.
            KeepOwner(fresh);
            file.Write(content);
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(path));
            file.Flush(flushToDisk: true);
        }

        if (!RegularFile.Holds(path, Before))
            throw new MisuseException($"{named} has changed after it was read, and nothing was written; run this again");
        File.Move(fresh, path, overwrite: true);
    }

    private void KeepOwner(string fresh)
    {
        var (owner, now) = (OwnerOf(path), OwnerOf(fresh));
        if (owner == now)
            return;
        var ids = string.Create(CultureInfo.InvariantCulture, $"{owner.User}:{owner.Group}");
        using var chown = Process.Start(new ProcessStartInfo("chown", [ids, fresh]) { RedirectStandardError = true });
        chown?.WaitForExit();
        if (OwnerOf(fresh) != owner)
            throw new MisuseException($"{named} belongs to {ids}, which only root can keep, and nothing was written; run this as its owner");
    }

    // .NET tells a file's owner only to its archive writer.
    private static (int User, int Group) OwnerOf(string path)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
            writer.WriteEntry(path, "file");
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() is { } entry ? (entry.Uid, entry.Gid) : (-1, -1);
    }
}
