using System.Collections.Immutable;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Which secrets without a digest have the same content. The first of a group has no mark, and the others name it.</summary>
internal sealed class SameSecrets
{
    private readonly ImmutableDictionary<SameSecret, SameSecret> firsts;

    private SameSecrets(ImmutableDictionary<SameSecret, SameSecret> firsts) => this.firsts = firsts;

    /// <summary>The groups of a run.</summary>
    /// <param name="earlier">The earlier captures of them.</param>
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

    /// <summary>The file with the same content; null if no earlier one has it.</summary>
    internal SameSecret? Find(string host, string path) => firsts.TryGetValue(new SameSecret(host, path), out var first) ? first : null;

    private static IEnumerable<(Sha256 Tag, SameSecret File)> Tagged(ImmutableArray<CapturedHost> hosts) =>
        from host in hosts
        from entry in Guessable(host)
        where host.Report.SecretTags.ContainsKey(entry.Path)
        select (host.Report.SecretTags[entry.Path], new SameSecret(host.Name, entry.Path));

    // The key of a run is discarded. A host outside of this run cannot be compared, so the earlier result holds as long as the size is the same.
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
