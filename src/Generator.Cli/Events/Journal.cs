using System.Globalization;
using Generator.Cli.Folders;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Events;

/// <summary>
/// What happened in a run, an event a line, in the operator's own folder for state: <c>$XDG_STATE_HOME/haplane/CLUSTER-TIME.jsonl</c>.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly StreamWriter file;

    private Journal(StreamWriter file, string run, string path) => (this.file, Run, Path) = (file, run, path);

    /// <summary>The id of the run, which is the name of the file.</summary>
    internal string Run { get; }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>The id of a run that begins now.</summary>
    internal static string Id(string cluster) => string.Create(CultureInfo.InvariantCulture, $"{cluster}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}");

    /// <summary>Opens the journal of a run; two that begin in one second get a number.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="worked">The folder that the run reads. A journal in it would make it another one than was reviewed.</param>
    /// <exception cref="MisuseException">There is no folder for it.</exception>
    internal static Journal Open(string cluster, string worked)
    {
        var folder = StateFolder.Find();
        if ($"{folder}/".StartsWith($"{System.IO.Path.GetFullPath(worked).TrimEnd('/')}/", StringComparison.Ordinal))
            throw new MisuseException($"the journal would be in {worked}, where every file is proved: set XDG_STATE_HOME to a folder elsewhere");
        StateFolder.Create(folder);
        var id = Id(cluster);
        var run = id;
        for (var number = 2; File.Exists(Name(folder, run)); number++)
            run = string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");
        var options =
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, UnixCreateMode = OwnerOnly };
        return new Journal(new StreamWriter(Name(folder, run), options) { AutoFlush = true }, run, Name(folder, run));
    }

    /// <summary>Writes an event down.</summary>
    internal void Hear(TimedEvent timed) => file.Write(RunEventJson.Line(timed));

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string Name(string folder, string run) => System.IO.Path.Combine(folder, $"{run}.jsonl");
}
