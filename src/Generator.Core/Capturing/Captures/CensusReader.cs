using System.Globalization;
using Generator.Core.Capturing.Captures.Faults;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>
/// Reads the report of one host against its grammar. A host's report is data: any other line ends the reading, and nothing of the report
/// is kept.
/// </summary>
internal sealed class CensusReader
{
    private const string Opening = "haplane-capture";
    private readonly SourceFile census;
    private readonly CensusRecords records = new();
    private int count;
    private bool isEnded;

    private CensusReader(SourceFile census) => this.census = census;

    /// <summary>The report, or a fault.</summary>
    /// <param name="from">The host or the file that it came from, for messages.</param>
    /// <param name="census">Its list.</param>
    /// <param name="files">The content of the captured files, by absolute path.</param>
    internal static Outcome<HostReport> Read(string from, ReadOnlyMemory<byte> census, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        var reader = new CensusReader(new SourceFile(from, census));
        if (reader.Lines() is { } fault)
            return Outcome.Of<HostReport>(null, [fault]);
        return new TakenFiles(reader.census, reader.records.Entries).Check(files) is { } unlisted
            ? Outcome.Of<HostReport>(null, [unlisted])
            : SecretArrived.LeaveOut(from, reader.records.Report(files));
    }

    private Diagnostic? Lines()
    {
        foreach (var line in CensusText.Lines(census))
        {
            if (line.Fault is null)
                Line(line);
            if (line.Fault is { } fault)
                return fault;
            count++;
        }

        var end = new Location(census, new ByteSpan(census.Bytes.Length, census.Bytes.Length));
        if (!isEnded)
            return ReportCutShort.At(end, $"it has {count} lines, and the last one is not its end");
        return records.Missing is { } missing ? ReportCutShort.At(end, $"it has no record \"{missing}\"") : records.Resolve();
    }

    private void Line(CensusLine line)
    {
        if (isEnded)
            line.Refuse("a line after the end", "the end of the report");
        else if (count == 0)
            Start(line);
        else if (line.Name == "end")
            End(line);
        else
            records.Add(line);
    }

    private static void Start(CensusLine line)
    {
        if (line.Name != Opening)
            line.Refuse(Quoted.Text(line.Name), $"{Opening}, the start of a report");
        else if (line.Has("the version of its format") && line.Text(1) != "1")
            line.Refuse($"version {Quoted.Text(line.Text(1))} of the report format", "version 1");
    }

    private void End(CensusLine line)
    {
        if (!line.Has("the number of lines before it"))
            return;
        if (line.Read<FileSize>(1).Text is { } said && said != count.ToString(CultureInfo.InvariantCulture))
            line.Refuse(ReportCutShort.At(line.At, $"{said} lines were sent, and {count} arrived"));
        isEnded = true;
    }
}
