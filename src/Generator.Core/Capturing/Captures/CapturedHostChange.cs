using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Capturing.Captures;

/// <summary>What changed on one host between two captures.</summary>
public sealed record CapturedHostChange(string Host, ImmutableArray<CapturedThingChange> Things)
{
    internal static CapturedHostChange Of(string host, CapturedFolder before, CapturedFolder after) => new(
        host,
        [
            .. Facts(host, before, after),
            .. from name in before.Things.Keys.Union(after.Things.Keys).Order(StringComparer.Ordinal)
               let changed = Of(host, name, before, after)
               where changed is not null
               select changed,
        ]);

    // Facts about the host as a whole, such as its architecture.
    private static IEnumerable<CapturedThingChange> Facts(string host, CapturedFolder before, CapturedFolder after)
    {
        var details = Details(before.Facts, after.Facts);
        if (!details.IsEmpty)
            yield return new CapturedThingChange(host, CapturedThingState.Changed, details, default);
    }

    private static CapturedThingChange? Of(string host, string name, CapturedFolder before, CapturedFolder after)
    {
        var (old, recent) = (before.Things.GetValueOrDefault(name), after.Things.GetValueOrDefault(name));
        if (old is null || recent is null)
            return new CapturedThingChange(name, old is null ? CapturedThingState.Added : CapturedThingState.Removed, [], default);
        var (was, now) = (before.Texts.GetValueOrDefault(name), after.Texts.GetValueOrDefault(name));
        var diff = was is null || now is null
            ? default
            : UnifiedDiff.Of(was.Bytes, now.Bytes, ($"a/{host}{name}", $"b/{host}{name}"), UnifiedDiff.Context);
        var details = Details(old, recent);
        if (!details.IsEmpty || !diff.IsEmpty)
            return new CapturedThingChange(name, CapturedThingState.Changed, details, diff);
        return (was is null) == (now is null)
            ? null
            : new CapturedThingChange(name, CapturedThingState.Changed, [new CapturedDetail("text", Taken(was), Taken(now))], default);
    }

    private static string Taken(SourceFile? text) => text is null ? "not captured" : "captured";

    private static ImmutableArray<CapturedDetail> Details(
        ImmutableSortedDictionary<string, string> before,
        ImmutableSortedDictionary<string, string> after) =>
    [
        .. from key in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
           let was = before.GetValueOrDefault(key, "")
           let now = after.GetValueOrDefault(key, "")
           where was != now
           select new CapturedDetail(key, was, now),
    ];
}
