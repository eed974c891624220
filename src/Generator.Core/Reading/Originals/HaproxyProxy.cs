using System.Collections.Frozen;
using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A frontend, backend or listen section of haproxy with the defaults that it inherits (HAProxy Configuration Manual, 4).</summary>
/// <param name="Defaults">The lines of its defaults, inherited ones first.</param>
/// <param name="Servers">The servers in it.</param>
internal sealed record HaproxyProxy(HaproxySection Section, ImmutableArray<HaproxyLine> Defaults, ImmutableArray<HaproxyServer> Servers)
{
    // Each option replaces another one (HAProxy Configuration Manual, "option httpchk" and similar).
    private static readonly string[] CheckOptions =
    [
        "httpchk", "tcp-check", "ssl-hello-chk", "external-check", "ldap-check", "mysql-check", "pgsql-check", "redis-check", "smtpchk", "spop-check",
    ];

    // Their names in releases before 2.1.
    private static readonly FrozenDictionary<string, string> OldNames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["contimeout"] = "connect",
        ["clitimeout"] = "client",
        ["srvtimeout"] = "server",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The servers that are masters.</summary>
    internal IEnumerable<HaproxyServer> Masters => Servers.Where(server => server.IsMaster);

    /// <summary>Whether it reads HTTP and not only TCP.</summary>
    internal bool IsHttp => Find("mode") is { Words: [_, "http", ..] };

    /// <summary>Whether haproxy reads it but does not start it.</summary>
    internal bool IsDisabled => Last(line => line.Words is ["disabled" or "enabled"]) is { Words: ["disabled"] };

    /// <summary>The lines with the addresses that it listens on.</summary>
    internal IEnumerable<HaproxyLine> Listens =>
        Section.Lines.Where(line => line.Words is ["bind", _, ..])
            .Concat(Section.Address is { } address ? [new HaproxyLine(["bind", .. address], Section.At)] : []);

    /// <summary>The option for the kind of its health checks; null if a connection is enough.</summary>
    internal HaproxyLine? Check => Last(line => line.Words is ["option", var option, ..] && CheckOptions.Contains(option));

    /// <summary>The settings that select a server by the client's address, or keep a client with its server.</summary>
    internal IEnumerable<HaproxyLine> Pinning =>
        new[] { Find("balance") }.OfType<HaproxyLine>().Where(line => line.Words is [_, "source", ..] or [_, "hash", "src", ..])
            .Concat(Section.Lines.Where(line => line.Words is ["stick", "on" or "match", "src", ..]));

    /// <summary>Every proxy of a file.</summary>
    internal static ImmutableArray<HaproxyProxy> All(Cluster cluster, ImmutableArray<HaproxySection> sections)
    {
        var proxies = ImmutableArray.CreateBuilder<HaproxyProxy>();
        var named = new Dictionary<string, ImmutableArray<HaproxyLine>>(StringComparer.Ordinal);
        ImmutableArray<HaproxyLine> latest = [];
        foreach (var section in sections)
        {
            ImmutableArray<HaproxyLine>? from = section.From is { } name ? named.GetValueOrDefault(name, []) : null;
            if (section.Kind == "defaults")
                named[section.Name] = latest = [.. from ?? [], .. section.Lines];
            else if (section.Kind is "frontend" or "backend" or "listen")
                proxies.Add(New(cluster, section, from ?? latest));
        }

        return proxies.ToImmutable();
    }

    /// <summary>The effective line that starts with these words: its own last one, else that of the defaults; null if there is none.</summary>
    internal HaproxyLine? Find(params string[] words) => Last(line => line.Words.Take(words.Length).SequenceEqual(words));

    /// <summary>Whether it has an option that is not removed again.</summary>
    internal bool Has(params string[] words) =>
        Last(line => line.Words.SkipWhile(word => word == "no").Take(words.Length).SequenceEqual(words)) is { Words: [not "no", ..] };

    /// <summary>Its own rules with a keyword, else those of the defaults.</summary>
    internal IEnumerable<HaproxyLine> Rules(string keyword)
    {
        var own = Section.Lines.Where(line => line.Words[0] == keyword).ToArray();
        return own.Length > 0 ? own : Defaults.Where(line => line.Words[0] == keyword);
    }

    /// <summary>A time limit; null if there is none, which 0 means, too.</summary>
    internal BalancerLimit? Timeout(string kind) =>
        Last(line => line.Words is ["timeout", var limit, _, ..]
            ? limit == kind
            : line.Words is [var old, _, ..] && OldNames.GetValueOrDefault(old) == kind) is { } line
        && line.Words[line.Words[0] == "timeout" ? 2 : 1] is var text && BalancerTime.OfHaproxy(text) is { } time && time > TimeSpan.Zero
            ? new BalancerLimit(time, string.Join(' ', line.Words.TakeWhile(word => word != text).Append(text)), line.At)
            : null;

    /// <summary>Whether it is a frontend that passes connections to a backend.</summary>
    internal bool Uses(HaproxyProxy backend) =>
        Section.Kind is "frontend" or "listen"
            && Section.Lines.Any(line => line.Words is ["default_backend" or "use_backend", var used, ..] && used == backend.Section.Name);

    private HaproxyLine? Last(Func<HaproxyLine, bool> isMeant) => Section.Lines.LastOrDefault(isMeant) ?? Defaults.LastOrDefault(isMeant);

    // Every default-server line adds to those before it.
    private static HaproxyProxy New(Cluster cluster, HaproxySection section, ImmutableArray<HaproxyLine> defaults)
    {
        var ofAll = defaults.Concat(section.Lines)
            .Where(line => line.Words[0] == "default-server")
            .SelectMany(line => line.Words.Skip(1))
            .ToImmutableArray();
        var servers = section.Lines.Where(line => line.Words is ["server", _, _, ..]).Select(line => HaproxyServer.Of(cluster, line, ofAll));
        return new HaproxyProxy(section, defaults, [.. servers]);
    }
}

/// <summary>One server of haproxy.</summary>
/// <param name="Address">Its address, without a family before it.</param>
/// <param name="IsMaster">Whether it is one of the cluster's masters.</param>
/// <param name="Words">Its settings, those of default-server first. If a setting occurs twice, the last one counts.</param>
/// <param name="At">Where it is named.</param>
internal sealed record HaproxyServer(string Address, bool IsMaster, ImmutableArray<string> Words, Location At)
{
    internal static HaproxyServer Of(Cluster cluster, HaproxyLine line, ImmutableArray<string> ofAll)
    {
        var address = line.Words[2][(line.Words[2].IndexOf('@', StringComparison.Ordinal) + 1)..];
        return new HaproxyServer(address, BalancerFront.IsMaster(cluster, address), [.. ofAll, .. line.Words.Skip(3)], line.At);
    }

    /// <summary>Whether haproxy checks its health.</summary>
    internal bool IsAsked => Words.LastOrDefault(word => word is "check" or "no-check") == "check";

    /// <summary>Whether it uses another server's health as its own.</summary>
    internal bool IsTracked => Words.Contains("track");

    /// <summary>Whether it gets connections.</summary>
    internal bool IsUsed => Words.LastOrDefault(word => word is "disabled" or "enabled") != "disabled";

    /// <summary>Why it gets no connection although it is healthy; null if it gets some.</summary>
    internal string? Idle => !IsUsed ? "disabled" : Value("weight")?.TrimStart('0') == "" ? "weight 0" : null;

    /// <summary>Whether it is sent the PROXY protocol before anything else.</summary>
    internal bool SendsProxy =>
        Switch("send-proxy") || Switch("send-proxy-v2") || Words.Contains("send-proxy-v2-ssl") || Words.Contains("send-proxy-v2-ssl-cn");

    /// <summary>Whether its health checks start with the PROXY protocol, which no kube-apiserver answers.</summary>
    internal bool IsAskedByProxy => IsAsked && Words.Contains("check-send-proxy");

    /// <summary>Whether haproxy encrypts what it sends to it.</summary>
    internal bool BeginsTls => Switch("ssl");

    /// <summary>Whether its health is checked in TLS; a check at another place does not inherit TLS from the connections.</summary>
    internal bool IsAskedInTls =>
        Switch("check-ssl") || (BeginsTls && !Words.Contains("no-check-ssl") && !Words.Contains("port") && !Words.Contains("addr"));

    /// <summary>The value after a setting; null if it has none.</summary>
    internal string? Value(string setting)
    {
        var index = Words.LastIndexOf(setting);
        return index >= 0 && index + 1 < Words.Length ? Words[index + 1] : null;
    }

    private bool Switch(string name) => Words.LastOrDefault(word => word == name || word == $"no-{name}") == name;
}
