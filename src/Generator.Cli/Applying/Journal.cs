using System.Globalization;
using Generator.Core.Reports;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What happened in a run, an event a line, in the folder where the operator is: <c>runs/CLUSTER-TIME.jsonl</c>.</summary>
internal sealed class Journal : IDisposable
{
    private const string Folder = "runs";
    private readonly StreamWriter file;

    private Journal(StreamWriter file, string run) => (this.file, Run) = (file, run);

    /// <summary>The id of the run, which is the name of the file.</summary>
    internal string Run { get; }

    /// <summary>The id of a run that begins now.</summary>
    internal static string Id(string cluster) => string.Create(CultureInfo.InvariantCulture, $"{cluster}-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}");

    /// <summary>Opens the journal of a run; two that begin in one second get a number.</summary>
    internal static Journal Open(string cluster)
    {
        Directory.CreateDirectory(Folder);
        var id = Id(cluster);
        var run = id;
        for (var number = 2; File.Exists(Name(run)); number++)
            run = string.Create(CultureInfo.InvariantCulture, $"{id}-{number}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        return new Journal(new StreamWriter(Name(run), options) { AutoFlush = true }, run);
    }

    /// <summary>Writes an event down.</summary>
    internal void Hear(TimedEvent timed) => file.Write(RunEventJson.Line(timed));

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string Name(string run) => Path.Combine(Folder, $"{run}.jsonl");
}
