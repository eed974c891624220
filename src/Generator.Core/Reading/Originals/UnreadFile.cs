using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>Why a captured file cannot be read as the component reads it.</summary>
/// <param name="Fault">The fault there, for the end of a sentence.</param>
internal sealed record UnreadFile(Location At, string Fault)
{
    /// <summary>Why a file cannot be read as one mapping of YAML or JSON; null if it can.</summary>
    internal static UnreadFile? OfYaml(SourceFile file)
    {
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
