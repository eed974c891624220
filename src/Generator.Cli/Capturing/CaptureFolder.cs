using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli.Capturing;

/// <summary>The user's folder: a topology is never overwritten, and a host's folder is replaced as a whole.</summary>
internal sealed class CaptureFolder(string path)
{
    internal const string TopologyName = "topology.yaml";

    private const string OriginalsName = "originals";
    private const string Inventory = "capture.json";
    private const string SchemaName = "topology.schema.json";

    private readonly string topology = Path.Combine(path, TopologyName);

    /// <summary>The hosts that the topology names; none if there is no topology, and a fault if it cannot be read.</summary>
    /// <exception cref="MisuseException">The folder, or something where it would write, is not usable.</exception>
    internal Outcome<DeclaredHosts> Open()
    {
        if (File.Exists(path))
            throw new MisuseException($"{path} is a file; pass the folder of the cluster with -o");
        var originals = new DirectoryInfo(Path.Combine(path, OriginalsName));
        if (originals.LinkTarget is not null || File.Exists(originals.FullName))
            throw new MisuseException($"{originals} is not a plain folder, but haplane writes captured files there; move it away");
        return HasTopology
            ? Capture.HostsOf(new SourceFile(TopologyName, RegularFile.Read(topology)))
            : Outcome.Of(new DeclaredHosts([]), []);
    }

    internal bool HasTopology => Path.Exists(topology);

    /// <summary>Refuses a host's folder that haplane did not write.</summary>
    /// <exception cref="MisuseException">The folder exists but is not a capture.</exception>
    internal void RefuseForeign(string host)
    {
        var folder = FolderOf(host);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Inventory)))
            throw new MisuseException($"{folder} is not empty and is not a capture: it has no {Inventory}; move it away and capture again");
    }

    /// <summary>Writes the captured hosts; an unchanged host is not written again.</summary>
    /// <param name="tree">The files, below <c>originals/</c>.</param>
    internal void Write(FileTree tree)
    {
        foreach (var host in tree.Files.GroupBy(file => file.Key.Split('/')[1], StringComparer.Ordinal))
        {
            var start = $"{OriginalsName}/{host.Key}/".Length;
            var files = host.ToImmutableSortedDictionary(file => file.Key[start..], file => file.Value, StringComparer.Ordinal);
            new WholeFolder(FolderOf(host.Key)).Replace(new FileTree(files));
        }
    }

    /// <summary>The existing captured files.</summary>
    internal ImmutableArray<SourceFile> Originals()
    {
        var originals = Path.Combine(path, OriginalsName);
        return Directory.Exists(originals)
            ? [.. FolderTree.Files(originals).Select(file => new SourceFile(Path.GetRelativePath(path, file), RegularFile.Read(file)))]
            : [];
    }

    /// <summary>Writes the draft of a topology if there is none.</summary>
    internal void WriteDraft(ReadOnlyMemory<byte> draft)
    {
        Directory.CreateDirectory(path);
        using var file = new FileStream(topology, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(draft.Span);
        // The first line of the draft names it, for editors.
        var schema = Path.Combine(path, SchemaName);
        if (!Path.Exists(schema))
            File.WriteAllBytes(schema, TopologySchema.Render().ToArray());
    }

    private string FolderOf(string host) => Path.Combine(path, OriginalsName, host);
}
