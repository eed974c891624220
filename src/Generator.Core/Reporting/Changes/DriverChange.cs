using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The difference in a file that a driver reads or runs: the engine, the plans, the ssh settings, the allowed signers.</summary>
/// <param name="Path">Its path in the output.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Diff">The difference, if the file is not a program; step numbers are left out.</param>
public sealed record DriverChange(string Path, ChangeKind Kind, ReadOnlyMemory<byte> Diff)
{
    private const string HostPlans = "hosts/";
    private const string Plan = ".plan";

    private static readonly ImmutableArray<string> Settings = ["rollout.plan", "ssh_config", "known_hosts", "signers.allowed"];
    private static readonly ImmutableArray<string> Programs = ["bin/", "ansible/"];

    // Records of rollout.plan that begin with their step number: one more step before them does not change them.
    private static readonly ImmutableArray<string> Numbered = ["step", "do", "deliver", "gate"];

    /// <summary>Every difference between two outputs, in the order of the paths.</summary>
    internal static ImmutableArray<DriverChange> Of(Delivery before, Delivery after) =>
    [
        .. before.Tree.Files.Keys.Union(after.Tree.Files.Keys, StringComparer.Ordinal)
            .Where(IsOfDriver)
            .Order(StringComparer.Ordinal)
            .Select(path => Of(path, before.Tree.Files.GetValueOrDefault(path), after.Tree.Files.GetValueOrDefault(path)))
            .OfType<DriverChange>(),
    ];

    private static bool IsOfDriver(string path) =>
        Settings.Contains(path) || IsHostPlan(path) || Programs.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    // A file that is placed on a host has its own diff.
    private static bool IsHostPlan(string path) =>
        path.StartsWith(HostPlans, StringComparison.Ordinal)
            && path.EndsWith(Plan, StringComparison.Ordinal)
            && path.LastIndexOf('/') == HostPlans.Length - 1;

    private static DriverChange? Of(string path, TreeFile? before, TreeFile? after)
    {
        if (before is not null && after is not null && before.Content.Span.SequenceEqual(after.Content.Span))
            return null;
        var kind = before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed;
        var isShown = kind == ChangeKind.Changed && (Settings.Contains(path) || IsHostPlan(path));
        return new DriverChange(
            path,
            kind,
            isShown ? UnifiedDiff.Of(Unnumbered(path, before), Unnumbered(path, after), ($"a/{path}", $"b/{path}"), context: 0) : default);
    }

    private static ReadOnlyMemory<byte> Unnumbered(string path, TreeFile? file)
    {
        var content = file?.Content ?? default;
        return path == Settings[0]
            ? Encoding.UTF8.GetBytes(string.Join('\n', Encoding.UTF8.GetString(content.Span).Split('\n').Select(Unnumbered)))
            : content;
    }

    private static string Unnumbered(string record) =>
        record.Split('\t', 3) is [var kind, _, var rest] && Numbered.Contains(kind) ? $"{kind}\t{rest}" : record;
}
