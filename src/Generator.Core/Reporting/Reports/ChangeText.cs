using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reporting.Changes;

namespace Generator.Core.Reporting.Reports;

/// <summary>A change for a terminal: settings, files, restarts, effects, and a summary last.</summary>
public sealed class ChangeText(bool colour)
{
    private readonly StringBuilder text = new();
    private readonly Palette palette = new(colour);

    public string Render(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!change.IsEmpty)
        {
            Section("Topology", change.Topology.Select(line => palette.Paint(Mark(line.Kind), $"{Sign(line.Kind)} {line}")));
            foreach (var alike in AlikeHosts.Of(change))
                Host(alike);
            Driver(change);
            Section(
                "What happens, in this order",
                EffectLines.Of(change).Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}. {line}")));
            Section("The API", change.Outlook.Api);
            Section("Connections", change.Outlook.Watches);
            Section("etcd", change.Outlook.Etcd);
            Section("To roll back", change.Outlook.Rollback);
            Section("Warnings", change.Outlook.Warnings.Select(warning => palette.Paint(Palette.Yellow, warning)));
        }

        Section("Foreign layout", change.Foreign.Select(line => palette.Paint(Palette.Yellow, line)));
        return text.Append(change.Summary).Append('\n').ToString();
    }

    private void Section(string title, IEnumerable<string> lines)
    {
        ImmutableArray<string> all = [.. lines];
        if (all.IsEmpty)
            return;
        text.Append(palette.Paint(Palette.Bold, title)).Append('\n');
        foreach (var line in all)
            text.Append("  ").Append(line).Append('\n');
        text.Append('\n');
    }

    private void Host(AlikeHosts alike)
    {
        var change = alike.First;
        text.Append(palette.Paint(Palette.Bold, $"{alike.Names}: {StateOf(change)}")).Append('\n');
        if (change.Kind == ChangeKind.Changed)
        {
            foreach (var file in change.Files.Where(file => file.Kind != ChangeKind.Removed))
                File(file);
            if (change.Files.Count(file => file.Kind == ChangeKind.Removed) is > 0 and var left)
                text.Append("  no longer delivered, kept unchanged on the host: ").Append(Counted.Of(left, "file")).Append('\n');
        }

        text.Append('\n');
    }

    /// <summary>What becomes of a host, with the number of its files.</summary>
    internal static string StateOf(HostChange change) => change.Kind switch
    {
        ChangeKind.Added => $"new, {Folded(change)}",
        ChangeKind.Removed => "leaves",
        _ => Counted.Of(change.Files.Length, "file"),
    };

    // A rollout has many records; the plan shows all of them.
    private const int MostLines = 40;

    private void Driver(Change change)
    {
        if (change.Driver.IsEmpty)
            return;
        text.Append(palette.Paint(Palette.Bold, "What changes in the rollout")).Append('\n');
        foreach (var file in change.Driver)
        {
            text.Append("  ").Append(palette.Paint(Mark(file.Kind), $"{Sign(file.Kind)} {file.Path}")).Append('\n');
            if (!IsShown(change, file))
                continue;
            var lines = LinesOf(file);
            foreach (var line in lines.Take(MostLines))
                text.Append(palette.Paint(LineColour(line), Visible(line))).Append('\n');
            if (lines.Length > MostLines)
                text.Append(CultureInfo.InvariantCulture, $"  and {lines.Length - MostLines} more lines; --format json shows all\n");
        }

        text.Append('\n');
    }

    /// <summary>
    /// Whether a file of a driver is shown with its difference: where hosts differ, their plans and the order of the steps follow from that.
    /// </summary>
    internal static bool IsShown(Change change, DriverChange file) =>
        !file.Diff.IsEmpty
            && (change.Hosts.IsEmpty || (file.Path != "rollout.plan" && change.Hosts.All(host => file.Path != $"hosts/{host.Host.Name}.plan")));

    /// <summary>The lines of its difference.</summary>
    internal static string[] LinesOf(DriverChange file) => Encoding.UTF8.GetString(file.Diff.Span).Split('\n')[..^1];

    private void File(FileChange file)
    {
        if (file.Diff.IsEmpty || file.Attributes.Length > 0)
            text.Append("  ")
                .Append(palette.Paint(
                    Mark(file.Kind), $"{Sign(file.Kind)} {Visible(file.Path)}{(file.Attributes.Length > 0 ? $" ({file.Attributes})" : "")}"))
                .Append('\n');
        foreach (var line in Encoding.UTF8.GetString(file.Diff.Span).Split('\n')[..^1])
            text.Append(palette.Paint(LineColour(line), Visible(line))).Append('\n');
    }

    private static string LineColour(string line) => line switch
    {
        ['-', '-', '-', ..] or ['+', '+', '+', ..] => Palette.Bold,
        _ => Palette.OfDifference(line),
    };

    /// <summary>The files of a host by class: a new host is shown only by these numbers.</summary>
    internal static string Folded(HostChange change) =>
        string.Join(
            ", ",
            change.Files.GroupBy(file => (file.After ?? file.Before)?.Class)
                .OrderBy(same => same.Key)
                .Select(same => string.Create(
                    CultureInfo.InvariantCulture, $"{same.Count()} {Foundation.Artefacts.ClassName.Of(same.Key ?? default)}")));

    // A file may contain anything; characters that would act on the terminal are not printed.
    private static string Visible(string line) => string.Concat(line.Select(c => c != '\t' && char.IsControl(c) ? '\uFFFD' : c));

    private static string Sign(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "+",
        ChangeKind.Removed => "-",
        _ => "~",
    };

    private static string Mark(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => Palette.Green,
        ChangeKind.Removed => Palette.Red,
        _ => Palette.Yellow,
    };
}
