using System.Collections.Immutable;
using Generator.Core.Binding;
using Generator.Core.Captures;
using Generator.Core.Diagnostics;
using Generator.Core.Layouts;
using Generator.Core.Syntax;

namespace Generator.Core;

/// <summary>The table of contents of a capture: every pass from a topology's hosts to the files that are written.</summary>
public static class Capture
{
    /// <summary>The hosts that a topology names, also where other parts of it are wrong.</summary>
    /// <param name="topology">The topology.</param>
    public static ImmutableArray<DeclaredHost> HostsOf(SourceFile topology) =>
        YamlReader.Read(topology, YamlLimits.Written).Result is { } documents
            ? [.. TopologyBinder.HostsOf(documents).Select(host => new DeclaredHost(host.Address.Value, SshWay.Of(host)))]
            : [];

    /// <summary>ssh_config for these hosts, and the file of their pinned keys.</summary>
    /// <param name="ways">How they are reached.</param>
    public static (string Config, string KnownHosts) SshFiles(IReadOnlyCollection<SshWay> ways) => (SshConfigText.Of(ways), SshConfigText.KnownHostsOf(ways));

    /// <summary>The hosts that a captured one names.</summary>
    /// <param name="host">The captured one.</param>
    public static ImmutableArray<NamedHost> HostsNamedBy(CapturedHost host) => NamedHost.Of(host);
}
