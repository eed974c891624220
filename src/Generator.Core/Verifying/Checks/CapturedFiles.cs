using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the files that the output only relies on are as they were captured: units, flags, certificates, programs.</summary>
internal static class CapturedFiles
{
    internal static readonly LiveCheck Check = new(site => site.Answering.SelectMany(host => Of(site, host)));

    private static IEnumerable<Check> Of(Site site, LiveHost host)
    {
        if (host.Machine is not { } live || site.Reviewed.GetValueOrDefault(host.Name) is not { } reviewed)
            return [];
        var delivered = host.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return from entry in reviewed.Closure.DistinctBy(entry => entry.Path)
               where IsFixed(entry.Role) && !delivered.Contains(entry.Path)
               let seen = entry.Seen
               where seen is not null
               select Of(host.Name, seen, reviewed.Capture, live.Capture);
    }

    // A component writes its own state, and a kubelet renews its identity.
    private static bool IsFixed(FileRole role) =>
        role is not (FileRole.State or FileRole.Identity or FileRole.Directory or FileRole.HostOwned or FileRole.Plugins);

    private static Check Of(string host, InventoryEntry before, HostCapture reviewed, HostCapture live)
    {
        if (live.Seen(before.Path) is not { } now)
            return New(host, before.Path, CheckState.Drift, "missing");
        if (now.Type != before.Type || now.Target != before.Target)
        {
            var other = before.Target is { } target ? $"no longer a link to {target}" : "no longer a regular file";
            return New(host, before.Path, CheckState.Drift, other);
        }

        var (was, found) = (reviewed.Files.GetValueOrDefault(before.Path), live.Files.GetValueOrDefault(before.Path));
        if (IsOther(before.Sha256, now.Sha256) || (was is not null && found is not null && !was.Bytes.Span.SequenceEqual(found.Bytes.Span)))
            return New(host, before.Path, CheckState.Drift, "changed since it was captured")
                with
            { Difference = was is null || found is null ? [] : DeliveredFiles.Lines(was.Bytes, found.Bytes) };
        return before.Type == EntryType.File && (now.Mode != before.Mode || now.Owner != before.Owner)
            ? New(host, before.Path, CheckState.Drift, $"mode {now.Mode}, owner {now.Owner}; captured with {before.Mode} {before.Owner}")
            : New(host, before.Path, CheckState.Fine, "as captured");
    }

    // A digest that is missing was left out because the content could be guessed from it.
    private static bool IsOther(Sha256? before, Sha256? now) => before is not null && now is not null && before != now;

    private static Check New(string host, string path, CheckState state, string text) => new(host, CheckArea.File, path, state, text);
}
