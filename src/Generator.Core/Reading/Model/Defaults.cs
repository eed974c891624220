using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>Every default of the topology.</summary>
internal static class Defaults
{
    internal static readonly UserName SshUser = new("root");
    internal static readonly Port SshPort = new(22);
    internal static readonly AbsolutePath Root = new("/opt/kubernetes");
    internal static readonly AbsolutePath Units = new("/usr/lib/systemd/system");
    internal static readonly AbsolutePath Cni = new("/opt/cni");
    internal static readonly AbsolutePath Kubectl = new("/usr/bin/kubectl");
    internal static readonly Port ApiserverPort = new(6443);
    internal static readonly Choice<BalancerEngine> Engine = new(BalancerEngine.Nginx);
    internal static readonly Choice<BalancerPlacement> Placement = new(BalancerPlacement.Hosts);
    internal static readonly Choice<Distro> Distro = new(Foundation.Values.Distro.Rhel);
    internal static readonly Choice<Language> Language = new(Foundation.Values.Language.En);
    internal static readonly Switch Http = new(On: false);
    internal static readonly BatchSize WorkerBatch = new(10, IsPercent: true);

    // Longer than the 60 s of a kube-apiserver's stop and the 65 s until it is ready again, with room for a slow disk.
    internal static readonly Duration GateTimeout = Duration.OfSeconds(180);
    internal static readonly Duration Soak = Duration.OfSeconds(60);

    internal static AbsolutePath Below(AbsolutePath root, string name) => new($"{root}/{name}");
}
