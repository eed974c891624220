using System.Collections.Immutable;
using System.Text;
using Generator.Core.Artefacts;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Planning;

/// <summary>The change of a kubeconfig's <c>server:</c>, as whole lines that can be exchanged on the host without reading the rest.</summary>
/// <param name="Lines">The lines to exchange.</param>
/// <param name="After">The captured content after that, still redacted.</param>
internal sealed record KubeconfigEdits(ImmutableArray<LineEdit> Lines, ReadOnlyMemory<byte> After)
{
    /// <summary>
    /// The edits that make a kubeconfig of some role right for a host; none where it is right already. A server that is written over several
    /// lines stays: a rule has refused the file.
    /// </summary>
    internal static KubeconfigEdits Of(SourceFile file, FileRole role, Retarget retarget)
    {
        var kubeconfig = Content.Kubeconfig(file);
        var edits = (kubeconfig?.Servers ?? []).Select(server => (server, wanted: retarget.Server(server.Value, role)))
            .Concat((kubeconfig?.OtherServers ?? []).Select(server => (server, wanted: retarget.OtherServer(server.Value, role))))
            .Where(pair => pair.wanted is not null)
            .Select(pair => ScalarEdit.InOneLine(pair.server, pair.wanted ?? ""))
            .OfType<ByteEdit>()
            .ToArray();
        if (edits.Length == 0)
            return new KubeconfigEdits([], file.Bytes);
        // A line that stands twice is exchanged twice, so the content afterwards follows from the lines and not from the places.
        var lines = edits.GroupBy(edit => edit.At.Line).Select(line => Line(file, line)).DistinctBy(line => line.Old).ToImmutableArray();
        return new KubeconfigEdits(lines, Exchange(file, lines));
    }

    // One line can hold several clusters.
    private static LineEdit Line(SourceFile file, IGrouping<int, ByteEdit> edits)
    {
        var old = file.LineText(edits.Key);
        var start = file.Bytes.Span[..edits.First().At.Span.Start].LastIndexOf((byte)'\n') + 1;
        var line = new SourceFile(file.Path, Encoding.UTF8.GetBytes(old));
        var inLine = edits.Select(edit => edit with { At = new Location(line, new ByteSpan(edit.At.Span.Start - start, edit.At.Span.End - start)) });
        var now = new LosslessFile(line, [new ByteSpan(0, line.Bytes.Length)]).With(inLine);
        return new LineEdit(old, Encoding.UTF8.GetString(now), LinesOf(file).Count(other => other.TrimEnd('\r') == old));
    }

    private static string[] LinesOf(SourceFile file) => file.Text.Split('\n');

    private static ReadOnlyMemory<byte> Exchange(SourceFile file, ImmutableArray<LineEdit> edits)
    {
        var exchanged = LinesOf(file).Select(line => edits.FirstOrDefault(edit => edit.Old == line.TrimEnd('\r')) is { } edit ? edit.New + line[edit.Old.Length..] : line);
        return Encoding.UTF8.GetBytes(string.Join('\n', exchanged));
    }
}
