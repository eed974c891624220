using System.Text;

namespace Generator.Tests.Capturing;

/// <summary>A folder that looks like the disk of a host.</summary>
internal sealed class DiskOfHost : IDisposable
{
    private static readonly Encoding Bytes = Encoding.Latin1;
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-disk-").FullName;

    internal DiskOfHost(string name = "k8s-master1") => Write("/etc/hostname", name + "\n");

    internal string Root => folder;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Writes a file; each character is one byte.</summary>
    internal void Write(string path, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Of(path)) ?? folder);
        File.WriteAllBytes(Of(path), Bytes.GetBytes(content));
        File.SetUnixFileMode(Of(path), mode);
    }

    internal void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Of(path)) ?? folder);
        File.CreateSymbolicLink(Of(path), target);
    }

    internal void MakeFolder(string path) => Directory.CreateDirectory(Of(path));

    /// <summary>What a reader must not change: each path with its inode, mode, size, and when it was modified and changed.</summary>
    internal string Census() => Tools.Tool.Run("find", folder, "-printf", "%i %m %s %T@ %C@ %l %p\\n").Text;

    private string Of(string path) => folder + path;
}
