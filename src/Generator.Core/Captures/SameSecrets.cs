using System.Collections.Immutable;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>Which secrets without a digest are the same as that of another file: the first of a group has nothing, the others name it.</summary>
internal sealed class SameSecrets
{
    private readonly ImmutableDictionary<SameSecret, SameSecret> firsts;

    private SameSecrets(ImmutableDictionary<SameSecret, SameSecret> firsts) => this.firsts = firsts;

    /// <summary>Those of a run.</summary>
    /// <param name="hosts">The hosts of the run.</param>
    /// <param name="earlier">What was captured of them before.</param>
    internal static SameSecrets Of(ImmutableArray<CapturedHost> hosts, ImmutableArray<HostCapture> earlier)
    {
        var found = ImmutableDictionary.CreateBuilder<SameSecret, SameSecret>();
        foreach (var (file, other) in hosts.SelectMany(host => Kept(host, earlier, hosts)))
            found[file] = other;
        foreach (var group in Tagged(hosts).GroupBy(tagged => tagged.Tag, tagged => tagged.File))
        {
            var all = group.OrderBy(file => file.Host, StringComparer.Ordinal).ThenBy(file => file.Path, StringComparer.Ordinal).ToArray();
            foreach (var file in all.Skip(1))
                found[file] = all[0];
        }

        return new SameSecrets(found.ToImmutable());
    }

    /// <summary>The file that holds the same; null where none before it does.</summary>
    internal SameSecret? Find(string host, string path) => firsts.TryGetValue(new SameSecret(host, path), out var first) ? first : null;

    private static IEnumerable<(Sha256 Tag, SameSecret File)> Tagged(ImmutableArray<CapturedHost> hosts) =>
        from host in hosts
        from entry in Guessable(host)
        where host.Report.SecretTags.ContainsKey(entry.Path)
        select (host.Report.SecretTags[entry.Path], new SameSecret(host.Name, entry.Path));

    // The key of a run is thrown away: a host that was not in this run cannot be compared, and what was found before holds while the size does.
    private static IEnumerable<(SameSecret File, SameSecret Other)> Kept(
        CapturedHost host,
        ImmutableArray<HostCapture> earlier,
        ImmutableArray<CapturedHost> hosts) =>
        from entry in Guessable(host)
        let before = earlier.FirstOrDefault(capture => capture.Host == host.Name)?.Seen(entry.Path)
        where before is { SameAs: not null } && before.Size == entry.Size
        let other = before.SameAs ?? default
        where !hosts.Any(captured => captured.Name == other.Host)
        select (new SameSecret(host.Name, entry.Path), other);

    private static IEnumerable<ReportedEntry> Guessable(CapturedHost host) =>
        host.Report.Entries.Where(entry => entry is { Type: EntryType.File, Sha256: null });
}
