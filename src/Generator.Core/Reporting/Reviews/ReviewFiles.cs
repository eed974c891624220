using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;
using Generator.Core.Reporting.Pages;
using Generator.Core.Reporting.Reports;

namespace Generator.Core.Reporting.Reviews;

/// <summary>The files of the hosts with their differences. Hosts that are alike are shown once, with all their names.</summary>
internal static class ReviewFiles
{
    /// <summary>The files of an output, each with its difference to the captured file.</summary>
    internal static IEnumerable<HostFiles> Of(Delivery output) => output.Hosts
        .Select(host => (Host: host, Files: Of(output, host)))
        .GroupBy(pair => string.Join('\n', pair.Files.Select(Key)), StringComparer.Ordinal)
        .Select((same, i) => Group(
            i, [.. same.Select(pair => pair.Host.Name)], Counted.Of(same.First().Files.Length, "file"), same.First().Files));

    /// <summary>The changed files of a change.</summary>
    internal static IEnumerable<HostFiles> Of(Change change) => AlikeHosts.Of(change).Select((alike, i) =>
        Group(i, [alike.First.Host.Name, .. alike.Others], ChangeText.StateOf(alike.First), [.. alike.First.Files.Where(IsShown).Select(Row)]));

    /// <summary>The changed files of the rollout itself.</summary>
    internal static IEnumerable<FileRow> OfDriver(Change change) => change.Driver.Select(file => new FileRow(
        file.Path, Word(file.Kind), "", ChangeText.IsShown(change, file) ? PageLine.OfDiff(file.Diff) : []));

    private static HostFiles Group(int index, ImmutableArray<string> names, string state, ImmutableArray<FileRow> files) => new(
        FormattableString.Invariant($"host-{index + 1}"),
        ManyNames.Of(names),
        state,
        names.Length > ManyNames.MostAlone ? string.Join(", ", names) : "",
        files);

    private static ImmutableArray<FileRow> Of(Delivery output, DeliveryHost host) =>
    [
        .. output.Of(host.Name)
            .Where(file => file.Class != FileClass.Directory)
            .OrderBy(file => ReviewOrder.Of(file.Class))
            .Select(file => new FileRow(
                file.Path,
                ClassName.Of(file.Class),
                file.Class == FileClass.NeverCopied ? "" : Effect(file),
                PageLine.OfDiff(output.Tree.Files.GetValueOrDefault($"diffs/{host.Name}{file.Path}.diff")?.Content ?? default))),
    ];

    private static string Key(FileRow file) =>
        $"{file.Class} {file.Effect} {file.Path}\n{string.Join('\n', file.Difference.Select(line => line.Text))}";

    private static bool IsShown(FileChange file) => (file.After ?? file.Before)?.Class != FileClass.Directory;

    private static FileRow Row(FileChange file) => new(
        file.Path,
        file.Kind == ChangeKind.Changed && file.Attributes.Length == 0 ? Word(file.Kind)
            : file.Kind == ChangeKind.Removed ? "no longer delivered, kept unchanged on the host"
            : $"{Word(file.Kind)}: {file.Attributes}",
        file.After is { } after && after.Class != FileClass.NeverCopied ? Effect(after) : "",
        PageLine.OfDiff(file.Diff));

    private static string Effect(DeliveryFile file) => string.Join(", ", file.Affects.Select(unit => $"{unit.Action} {unit.Unit}"));

    private static string Word(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "new",
        ChangeKind.Removed => "removed",
        _ => "changed",
    };
}
