using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>Compares the deliveries of two outputs, host by host and path by path.</summary>
internal static class FileComparison
{
    private const string Nothing = "/dev/null";

    internal static ImmutableArray<HostChange> Of(Delivery before, Delivery after) =>
    [
        .. after.Hosts
            .Select(host => new HostChange(
                before.Find(host.Name) is null ? ChangeKind.Added : ChangeKind.Changed,
                host,
                Files(before, after, host.Name)))
            .Concat(
                before.Hosts.Where(host => after.Find(host.Name) is null)
                    .Select(host => new HostChange(ChangeKind.Removed, host, Files(before, after, host.Name))))
            .Where(change => change.Kind != ChangeKind.Changed || !change.Files.IsEmpty || IsAnother(before, change.Host)),
    ];

    // The same files, but another machine or another role.
    private static bool IsAnother(Delivery before, DeliveryHost host) =>
        before.Find(host.Name) is { } old
            && (old.Address != host.Address || !old.Roles.SequenceEqual(host.Roles) || !old.Units.SequenceEqual(host.Units));

    private static ImmutableArray<FileChange> Files(Delivery before, Delivery after, string host)
    {
        var (old, now) = (ByPath(before, host), ByPath(after, host));
        return
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(path => (Before: old.GetValueOrDefault(path), After: now.GetValueOrDefault(path)))
                .Where(pair => pair is not ({ } was, { } willBe) || !was.IsSame(willBe))
                .Select(pair => new FileChange(pair.Before, pair.After, Diff(pair.Before, pair.After))),
        ];
    }

    private static Dictionary<string, DeliveryFile> ByPath(Delivery delivery, string host) =>
        delivery.Of(host).ToDictionary(file => file.Path, StringComparer.Ordinal);

    // A file that is no longer delivered stays on its host unchanged.
    private static ReadOnlyMemory<byte> Diff(DeliveryFile? before, DeliveryFile? after)
    {
        if (after is null)
            return default;
        var (old, now) = ($"a/{after.Host}{after.Path}", $"b/{after.Host}{after.Path}");
        return after.Edits.Length > 0
            ? UnifiedDiff.Of(
                Lines(before is { Edits.Length: > 0 } ? before.Edits.Select(edit => edit.New) : after.Edits.Select(edit => edit.Old)),
                Lines(after.Edits.Select(edit => edit.New)),
                (old, now),
                context: 0)
            : UnifiedDiff.Of(
                before?.Content ?? default,
                after.Content ?? default,
                (before?.Content is null ? Nothing : old, after.Content is null ? Nothing : now),
                UnifiedDiff.Context);
    }

    private static ReadOnlyMemory<byte> Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n")));
}
