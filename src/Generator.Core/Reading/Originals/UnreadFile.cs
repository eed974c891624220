using System.Buffers;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>Why a captured file cannot be read as the component reads it.</summary>
/// <param name="Fault">The fault there, for the end of a sentence.</param>
internal sealed record UnreadFile(Location At, string Fault)
{
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(code => code is not ('\t' or '\n' or '\r')).Select(code => (byte)code), 127]);

    /// <summary>Why a file cannot be read as one mapping of YAML or JSON; null if it can.</summary>
    internal static UnreadFile? OfYaml(SourceFile file)
    {
        if (OfBytes(file) is { } refused)
            return refused;
        var read = YamlReader.Read(file, YamlLimits.Captured);
        if (read.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } fault)
            return new UnreadFile(fault.At, fault.Message);
        return (read.Result?.Roots ?? []) switch
        {
            [] => new UnreadFile(Location.StartOf(file), "the file is empty"),
            [_, var second, ..] => new UnreadFile(second.At, "a second document starts here, but the component reads only the first"),
            [MappingNode] => null,
            [var root] => new UnreadFile(root.At, $"found {root.Kind}, expected a mapping"),
        };
    }

    // The parser here accepts these bytes, but the components refuse the whole file (yaml.org, 5.1; go-yaml, reader).
    private static UnreadFile? OfBytes(SourceFile file)
    {
        var bytes = file.Bytes.Span;
        var at = bytes.IndexOfAny(Controls);
        if (at >= 0)
            return new UnreadFile(PlaceOf(file, at), FormattableString.Invariant($"found the control character 0x{bytes[at]:X2}"));
        for (var i = 0; i < bytes.Length;)
        {
            if (System.Text.Rune.DecodeFromUtf8(bytes[i..], out _, out var length) != OperationStatus.Done)
                return new UnreadFile(PlaceOf(file, i), FormattableString.Invariant($"the byte 0x{bytes[i]:X2} is not UTF-8"));
            i += length;
        }

        return null;
    }

    private static Location PlaceOf(SourceFile file, int at) => new(file, new ByteSpan(at, at + 1));

    /// <summary>Why a file cannot be read as a kubeconfig; null if it can.</summary>
    internal static UnreadFile? OfKubeconfig(SourceFile file) =>
        OfYaml(file)
        ?? (Content.Kubeconfig(file) is { Servers.IsEmpty: false } ? null : new UnreadFile(Location.StartOf(file), "no cluster in it has a server"));

    /// <summary>
    /// The first line of a unit or drop-in that is not a section, setting or comment, which systemd ignores; null if there is none.
    /// </summary>
    internal static UnreadFile? OfUnit(SourceFile file) =>
        UnitFile.Parse(file).Unread is [var first, ..] && first.Place is { } place
            ? new UnreadFile(place, $"found {Quoted.Text(first.Text)}, expected [Section], Key=value or a comment")
            : null;
}
