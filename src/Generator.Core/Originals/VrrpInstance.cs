using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>One address that a captured keepalived moves (keepalived.conf(5), vrrp_instance).</summary>
/// <param name="Host">The load balancer's host.</param>
/// <param name="At">The statement that opens it.</param>
/// <param name="Block">What stands in it.</param>
/// <param name="Checks">The checks that it tracks, each with the weight that counts.</param>
internal sealed record VrrpInstance(string Host, Location At, ImmutableArray<KeepalivedStatement> Block, ImmutableArray<VrrpCheck> Checks)
{
    /// <summary>Where keepalived is configured.</summary>
    internal const string Configuration = "/etc/keepalived/keepalived.conf";

    /// <summary>Every one on the captured load balancer hosts.</summary>
    internal static IEnumerable<VrrpInstance> All(Cluster cluster) => cluster.CapturedBalancers.SelectMany(On);

    /// <summary>The statements of a host's keepalived; none where it has none.</summary>
    internal static ImmutableArray<KeepalivedStatement> Statements(HostCapture capture) =>
        capture.Open(Configuration) is { } file ? KeepalivedFile.Parse(file) : [];

    /// <summary>The addresses that move, without their prefix.</summary>
    internal ImmutableArray<string> Addresses => [.. Inside("virtual_ipaddress").Select(statement => statement.Words[0].Split('/')[0])];

    /// <summary>What stands in a block of it.</summary>
    internal IEnumerable<KeepalivedStatement> Inside(string block) =>
        Block.Where(statement => statement.Words is [var first, ..] && first == block).SelectMany(statement => statement.Block).Where(statement => !statement.Words.IsEmpty);

    /// <summary>The statement with a keyword; null where there is none.</summary>
    internal KeepalivedStatement? Find(string keyword) => Block.LastOrDefault(statement => statement.Words is [var first, ..] && first == keyword);

    /// <summary>What stands behind a keyword; null where there is nothing.</summary>
    internal string? Value(string keyword) => Find(keyword) is { Words: [_, var value, ..] } ? value : null;

    /// <summary>The priority; 100 where none is written, as keepalived has it.</summary>
    internal int Priority => int.TryParse(Value("priority"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var priority) ? priority : 100;

    private static IEnumerable<VrrpInstance> On(HostCapture capture)
    {
        var statements = Statements(capture);
        var scripts = statements.Where(statement => statement.Words is ["vrrp_script", _]).ToArray();
        return statements
            .Where(statement => statement.Words is ["vrrp_instance", ..])
            .Select(statement => new VrrpInstance(capture.Host, statement.At, statement.Block, []))
            .Select(instance => instance with { Checks = [.. instance.Inside("track_script").Select(tracked => Check(tracked, scripts))] });
    }

    // A weight beside the name in track_script wins over the one of the script; without any it is 0.
    private static VrrpCheck Check(KeepalivedStatement tracked, KeepalivedStatement[] scripts)
    {
        var script = scripts.FirstOrDefault(script => script.Words[1] == tracked.Words[0]);
        var written = script?.Block.LastOrDefault(statement => statement.Words is ["weight", ..]);
        return tracked.Words is [_, "weight", var own, ..]
            ? new VrrpCheck(tracked.Words[0], Number(own), tracked.At)
            : new VrrpCheck(tracked.Words[0], written is { Words: [_, var weight, ..] } ? Number(weight) : 0, written?.At ?? tracked.At);
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A check that decides who carries an address.</summary>
/// <param name="Name">The script's name.</param>
/// <param name="Weight">What it adds to the priority or takes from it; 0 where a failed check stops the instance.</param>
/// <param name="At">Where the weight is written, else where it is tracked.</param>
internal sealed record VrrpCheck(string Name, int Weight, Location At);
