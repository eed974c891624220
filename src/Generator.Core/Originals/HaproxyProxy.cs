using System.Collections.Frozen;
using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>A frontend, backend or listen section of haproxy with the defaults that it takes over (HAProxy Configuration Manual, 4).</summary>
/// <param name="Section">The section.</param>
/// <param name="Defaults">The lines of its defaults, those that they themselves take over first.</param>
/// <param name="Servers">The servers that it names.</param>
internal sealed record HaproxyProxy(HaproxySection Section, ImmutableArray<HaproxyLine> Defaults, ImmutableArray<HaproxyServer> Servers)
{
    // Each takes the place of another one (HAProxy Configuration Manual, "option httpchk" and its kin).
    private static readonly string[] CheckOptions =
    [
        "httpchk", "tcp-check", "ssl-hello-chk", "external-check", "ldap-check", "mysql-check", "pgsql-check", "redis-check", "smtpchk", "spop-check",
    ];

    // What releases before 2.1 call them.
    private static readonly FrozenDictionary<string, string> OldNames = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["contimeout"] = "connect",
        ["clitimeout"] = "client",
        ["srvtimeout"] = "server",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The servers that are masters.</summary>
    internal IEnumerable<HaproxyServer> Masters => Servers.Where(server => server.IsMaster);

    /// <summary>Whether it reads HTTP and not TCP alone.</summary>
    internal bool IsHttp => Find("mode") is { Words: [_, "http", ..] };

    /// <summary>Whether haproxy reads it and does not start it.</summary>
    internal bool IsDisabled => Last(line => line.Words is ["disabled" or "enabled"]) is { Words: ["disabled"] };

    /// <summary>The lines that say where it listens.</summary>
    internal IEnumerable<HaproxyLine> Listens =>
        Section.Lines.Where(line => line.Words is ["bind", _, ..]).Concat(Section.Address is { } address ? [new HaproxyLine(["bind", .. address], Section.At)] : []);

    /// <summary>The option that says how its servers are asked; null where a connection is enough.</summary>
    internal HaproxyLine? Check => Last(line => line.Words is ["option", var option, ..] && CheckOptions.Contains(option));

    /// <summary>What chooses a server by the client's address, or keeps a client with the one that it had.</summary>
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

    /// <summary>The line that counts of those that start with these words: its own last one, else that of the defaults; null where there is none.</summary>
    internal HaproxyLine? Find(params string[] words) => Last(line => line.Words.Take(words.Length).SequenceEqual(words));

    /// <summary>Whether it has an option that nothing takes back.</summary>
    internal bool Has(params string[] words) => Last(line => line.Words.SkipWhile(word => word == "no").Take(words.Length).SequenceEqual(words)) is { Words: [not "no", ..] };

    /// <summary>Its own rules with a keyword, else those of the defaults.</summary>
    internal IEnumerable<HaproxyLine> Rules(string keyword)
    {
        var own = Section.Lines.Where(line => line.Words[0] == keyword).ToArray();
        return own.Length > 0 ? own : Defaults.Where(line => line.Words[0] == keyword);
    }

    /// <summary>A time limit; null where there is none, which 0 says, too.</summary>
    internal BalancerLimit? Timeout(string kind) =>
        Last(line => line.Words is ["timeout", var limit, _, ..] ? limit == kind : line.Words is [var old, _, ..] && OldNames.GetValueOrDefault(old) == kind) is { } line
        && line.Words[line.Words[0] == "timeout" ? 2 : 1] is var text && BalancerTime.OfHaproxy(text) is { } time && time > TimeSpan.Zero
            ? new BalancerLimit(time, string.Join(' ', line.Words.TakeWhile(word => word != text).Append(text)), line.At)
            : null;

    /// <summary>Whether it is a frontend that passes connections to a backend.</summary>
    internal bool Uses(HaproxyProxy backend) =>
        Section.Kind is "frontend" or "listen" && Section.Lines.Any(line => line.Words is ["default_backend" or "use_backend", var used, ..] && used == backend.Section.Name);

    private HaproxyLine? Last(Func<HaproxyLine, bool> isMeant) => Section.Lines.LastOrDefault(isMeant) ?? Defaults.LastOrDefault(isMeant);

    // Every default-server line adds to those before it.
    private static HaproxyProxy New(Cluster cluster, HaproxySection section, ImmutableArray<HaproxyLine> defaults)
    {
        var ofAll = defaults.Concat(section.Lines).Where(line => line.Words[0] == "default-server").SelectMany(line => line.Words.Skip(1)).ToImmutableArray();
        var servers = section.Lines.Where(line => line.Words is ["server", _, _, ..]).Select(line => HaproxyServer.Of(cluster, line, ofAll));
        return new HaproxyProxy(section, defaults, [.. servers]);
    }
}

/// <summary>One server of haproxy.</summary>
/// <param name="Address">Its address, without a family before it.</param>
/// <param name="IsMaster">Whether it is one of the cluster's masters.</param>
/// <param name="Words">Its settings, those of default-server first: of two that say the same the last counts.</param>
/// <param name="At">Where it is named.</param>
internal sealed record HaproxyServer(string Address, bool IsMaster, ImmutableArray<string> Words, Location At)
{
    internal static HaproxyServer Of(Cluster cluster, HaproxyLine line, ImmutableArray<string> ofAll)
    {
        var address = line.Words[2][(line.Words[2].IndexOf('@', StringComparison.Ordinal) + 1)..];
        return new HaproxyServer(address, BalancerFront.IsMaster(cluster, address), [.. ofAll, .. line.Words.Skip(3)], line.At);
    }

    /// <summary>Whether haproxy asks it for its health.</summary>
    internal bool IsAsked => Words.LastOrDefault(word => word is "check" or "no-check") == "check";

    /// <summary>Whether another server's health is taken for its own.</summary>
    internal bool IsTracked => Words.Contains("track");

    /// <summary>Whether it gets connections.</summary>
    internal bool IsUsed => Words.LastOrDefault(word => word is "disabled" or "enabled") != "disabled";

    /// <summary>Why it gets no connection, although nothing is wrong with it; null where it gets some.</summary>
    internal string? Idle => !IsUsed ? "disabled" : Value("weight") == "0" ? "weight 0" : null;

    /// <summary>Whether it is sent the PROXY protocol before anything else.</summary>
    internal bool SendsProxy => Switch("send-proxy") || Switch("send-proxy-v2") || Words.Contains("send-proxy-v2-ssl") || Words.Contains("send-proxy-v2-ssl-cn");

    /// <summary>Whether haproxy encrypts what it sends to it.</summary>
    internal bool BeginsTls => Switch("ssl");

    /// <summary>Whether its health is asked for in TLS; a check at another place does not take that over from the connections.</summary>
    internal bool IsAskedInTls => Switch("check-ssl") || (BeginsTls && !Words.Contains("no-check-ssl") && !Words.Contains("port") && !Words.Contains("addr"));

    /// <summary>What stands behind a setting; null where it has none.</summary>
    internal string? Value(string setting)
    {
        var index = Words.LastIndexOf(setting);
        return index >= 0 && index + 1 < Words.Length ? Words[index + 1] : null;
    }

    private bool Switch(string name) => Words.LastOrDefault(word => word == name || word == $"no-{name}") == name;
}
