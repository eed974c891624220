using System.Collections.Immutable;
using Generator.Cli.Events;
using Generator.Core.Output.Layouts;

namespace Generator.Cli.Capturing;

/// <summary>Reads without a connection: archives that the printed program has written, and a mounted disk.</summary>
internal sealed class ReportFiles(RunEvents events)
{
    /// <summary>Reads archives.</summary>
    /// <exception cref="MisuseException">One of them cannot be opened.</exception>
    internal ImmutableArray<CaptureSource> Read(IEnumerable<string> archives) => [.. archives.Select(Read)];

    /// <summary>Reads a disk.</summary>
    /// <param name="root">Its mount point.</param>
    /// <param name="name">The host's name; empty if the disk contains it.</param>
    internal async Task<ImmutableArray<CaptureSource>> Read(string root, string name, LocalReader reader, CancellationToken stop)
    {
        var (archive, said) = await reader.Read(root, name, stop);
        return [archive is null ? Failed(root, said) : Read(root, archive)];
    }

    private CaptureSource Read(string archive)
    {
        if (!File.Exists(archive))
            throw new MisuseException($"there is no file {archive}; --from reads the output of the \"capture --script\" program from a host");
        using var file = File.OpenRead(archive);
        return Read(archive, file);
    }

    private CaptureSource Read(string from, Stream archive)
    {
        var findings = ArchiveFindings.Of(from, archive);
        if (findings.Report is null)
            return Failed(from, findings.Said);
        if (findings.Said.Length > 0)
            events.Say(findings.Said);
        return new CaptureSource(Named(from), Reached: null, findings.Report, IsWhole: findings.Said.Length == 0);
    }

    private CaptureSource Failed(string from, string reason)
    {
        events.Say($"{from}: {reason}");
        return new CaptureSource(Named(from), Reached: null, null, IsWhole: false);
    }

    private static CaptureTarget Named(string name) => new(new SshWay(name, "", null, "", "", ""), null);
}
