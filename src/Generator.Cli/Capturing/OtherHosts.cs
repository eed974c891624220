using System.Collections.Immutable;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Output.Layouts;

namespace Generator.Cli.Capturing;

/// <summary>A host that captured hosts name and that was not read.</summary>
/// <param name="Target">How to reach it: as the host that names it.</param>
/// <param name="Why">What names it, for people.</param>
internal sealed record OtherHost(CaptureTarget Target, string Why);

/// <summary>The hosts that captured hosts name: nodes, etcd members, load balancers.</summary>
internal static class OtherHosts
{
    /// <summary>Those that were not read in this run.</summary>
    internal static ImmutableArray<OtherHost> Of(ImmutableArray<CaptureSource> sources, ImmutableArray<DeclaredHost> declared)
    {
        var read = sources.Select(source => (source, Host: source.Named(declared))).ToArray();
        var asked = read.SelectMany(pair => AddressesOf(pair.source, pair.Host)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from pair in read
               let source = pair.source
               where pair.Host is not null
               from named in Capture.HostsNamedBy(pair.Host)
               where asked.Add(named.Address.Text)
               select new OtherHost(TargetOf(source, named, declared), named.Why),
        ];
    }

    private static IEnumerable<string> AddressesOf(CaptureSource source, CapturedHost? host) =>
    [
        source.Target.Name,
        source.Target.Way.Address,
        .. host?.Report.Addresses.Select(address => address.Text) ?? [],
        .. host is not null && Capture.AddressOf(host) is { } own ? [own.Text] : Array.Empty<string>(),
    ];

    private static CaptureTarget TargetOf(CaptureSource source, NamedHost named, ImmutableArray<DeclaredHost> declared) =>
        declared.FirstOrDefault(host => host.Address == named.Address) is { } known
            ? new CaptureTarget(known.Way, known.Way.Name)
            : new CaptureTarget(
                new SshWay(named.Address.Text, "", source.Reached?.Port, source.Reached?.User ?? "", source.Target.Way.Jump, ""), null);
}
