using System.Collections.Immutable;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>A backend of a captured haproxy with apiservers in it.</summary>
/// <param name="Host">The load balancer's host.</param>
/// <param name="Lines">Its lines, then those of the frontends before it and of the defaults: of two that say the same the first counts.</param>
internal sealed record HaproxyFront(string Host, ImmutableArray<HaproxyLine> Lines)
{
    /// <summary>Where haproxy is configured.</summary>
    internal const string Configuration = "/etc/haproxy/haproxy.cfg";

    /// <summary>Every one of a host.</summary>
    internal static IEnumerable<HaproxyFront> All(Cluster cluster, HostCapture capture) =>
        capture.Open(Configuration) is { } file ? Of(cluster, capture.Host, HaproxyFile.Parse(file)) : [];

    /// <summary>What it does with their connections.</summary>
    internal BalancerFront Front => new(
        Host,
        "haproxy",
        Lines[0].At,
        [.. ServerLines.Select(line => (line.Words[2], line.At))],
        // timeout tunnel stands in for both sides once a connection is up (HAProxy Configuration Manual, "timeout tunnel").
        Limit("tunnel") ?? new[] { Limit("client"), Limit("server") }.OfType<BalancerLimit>().MinBy(limit => limit.Time),
        Limit("connect"),
        Find("balance") is { } balance ? [(string.Join(' ', balance.Words), balance.At)] : []);

    /// <summary>The first line that starts with these words; null where there is none.</summary>
    internal HaproxyLine? Find(params ReadOnlySpan<string> words)
    {
        foreach (var line in Lines)
        {
            if (line.Words.Length >= words.Length && line.Words.AsSpan()[..words.Length].SequenceEqual(words))
                return line;
        }

        return null;
    }

    /// <summary>Whether it asks by HTTP for a server's health and shows no client certificate.</summary>
    internal bool AsksWithoutCertificate => Find("option", "httpchk") is not null && !ServerLines.Concat(Lines.Where(line => line.Words[0] == "default-server")).Any(line => line.Words.Contains("crt"));

    /// <summary>The lines that name its servers.</summary>
    internal IEnumerable<HaproxyLine> ServerLines => Lines.Where(line => line.Words is ["server", _, _, ..]);

    private static IEnumerable<HaproxyFront> Of(Cluster cluster, string host, ImmutableArray<HaproxySection> sections)
    {
        var defaults = ImmutableArray<HaproxyLine>.Empty;
        foreach (var section in sections)
        {
            if (section.Kind == "defaults")
                defaults = section.Lines;
            if (section.Kind is not ("backend" or "listen") || !section.Lines.Any(line => line.Words is ["server", _, var server, ..] && BalancerFront.IsMaster(cluster, server)))
                continue;
            var frontends = sections.Where(other => other.Kind == "frontend" && other.Lines.Any(line => line.Words is ["default_backend" or "use_backend", var used, ..] && used == section.Name));
            yield return new HaproxyFront(host, [.. section.Lines, .. frontends.SelectMany(frontend => frontend.Lines), .. defaults]);
        }
    }

    private BalancerLimit? Limit(string kind) =>
        Find("timeout", kind) is { Words: [_, _, var text, ..] } line && BalancerTime.OfHaproxy(text) is { } time
            ? new BalancerLimit(time, $"timeout {kind} {text}", line.At)
            : null;
}
