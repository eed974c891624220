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
    /// <summary>The edits that make a kubeconfig of some role right for a host; none where it is right already.</summary>
    internal static KubeconfigEdits Of(SourceFile file, FileRole role, Retarget retarget)
    {
        var kubeconfig = Content.Kubeconfig(file);
        var edits = (kubeconfig?.Servers ?? []).Select(server => (server, wanted: retarget.Server(server.Value, role)))
            .Concat((kubeconfig?.OtherServers ?? []).Select(server => (server, wanted: retarget.OtherServer(server.Value, role))))
            .Where(pair => pair.wanted is not null)
            .Select(pair => ScalarEdit.Of(pair.server, pair.wanted ?? ""))
            .ToArray();
        if (edits.Length == 0)
            return new KubeconfigEdits([], file.Bytes);
        // A line that stands twice is exchanged twice, so the content afterwards follows from the lines and not from the places.
        var lines = edits.Select(edit => Line(file, edit)).DistinctBy(line => line.Old).ToImmutableArray();
        return new KubeconfigEdits(lines, Exchange(file, lines));
    }

    private static LineEdit Line(SourceFile file, ByteEdit edit)
    {
        var bytes = file.Bytes.Span;
        var start = bytes[..edit.At.Span.Start].LastIndexOf((byte)'\n') + 1;
        var length = bytes[start..].IndexOf((byte)'\n');
        var end = length < 0 ? bytes.Length : start + length;
        if (end > start && bytes[end - 1] == (byte)'\r')
            end--;
        var old = Encoding.UTF8.GetString(bytes[start..end]);
        var before = Encoding.UTF8.GetString(bytes[start..edit.At.Span.Start]);
        var after = Encoding.UTF8.GetString(bytes[edit.At.Span.End..end]);
        return new LineEdit(old, before + edit.Text + after, LinesOf(file).Count(line => line.TrimEnd('\r') == old));
    }

    private static string[] LinesOf(SourceFile file) => file.Text.Split('\n');

    private static ReadOnlyMemory<byte> Exchange(SourceFile file, ImmutableArray<LineEdit> edits)
    {
        var exchanged = LinesOf(file).Select(line => edits.FirstOrDefault(edit => edit.Old == line.TrimEnd('\r')) is { } edit ? edit.New + line[edit.Old.Length..] : line);
        return Encoding.UTF8.GetBytes(string.Join('\n', exchanged));
    }
}
