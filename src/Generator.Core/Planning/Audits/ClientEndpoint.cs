using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Audits;

/// <summary>One place that gives a client the address of the kube-apiserver, as it will be after the rollout.</summary>
/// <param name="Server">The URL in it.</param>
/// <param name="Wanted">The expected URL.</param>
/// <param name="IsLeftBehind">Whether it should have moved but did not.</param>
internal sealed record ClientEndpoint(string Host, string Path, string Server, string Wanted, bool IsLeftBehind, Location At)
{
    /// <summary>Whether a program unknown to haplane reads it. Such an endpoint is changed by hand and has its own finding.</summary>
    internal bool IsOfOtherProgram { get; init; }

    /// <summary>Whether a person uses it. Such an endpoint is changed by that person and has its own finding.</summary>
    internal bool IsOfPerson { get; init; }

    /// <summary>What a person does to move it, for a page; empty if it is a program's.</summary>
    internal string ByHand => IsOfPerson ? $"; run there: haplane kubeconfig {Path} --to {Wanted}" : "";

    /// <summary>Every client endpoint of a cluster, by the order of the hosts and then by path.</summary>
    internal static ImmutableArray<ClientEndpoint> Of(ClusterPlan plan, ImmutableArray<DeliveredHost> hosts) =>
        [.. hosts.SelectMany(host => OfKubeconfigs(plan, host).Concat(OfFlags(plan, host)).Concat(OfOtherPrograms(plan, host)))];

    private static IEnumerable<ClientEndpoint> OfKubeconfigs(ClusterPlan plan, DeliveredHost delivered) =>
        from file in delivered.Installation.Capture.Files
        let kubeconfig = Content.Kubeconfig(file.Value)
        where kubeconfig is not null
        let wantsOwn = delivered.Host.IsMaster && WantsOwn(delivered.Installation, file.Key)
        let isUsed = delivered.Installation.Closure.Any(entry => entry.Path == file.Key && IsKubeconfig(entry.Role))
            || file.Key == Installation.AdminKubeconfig
        where isUsed || !delivered.Installation.Closure.Any(entry => entry.Path == file.Key)
        from server in (isUsed ? kubeconfig.Servers : [])
            .Concat(
                (isUsed ? kubeconfig.OtherServers : [.. kubeconfig.Servers, .. kubeconfig.OtherServers])
                    .Where(other => NamesAMaster(plan, other.Value)))
        let isOfPerson = plan.Balancer is not null && !isUsed && Installation.IsOfPerson(file.Key)
        select New(plan, delivered.Host, file.Key, server.Value, wantsOwn, server.At, isOfPerson ? plan.People : null) with
        {
            IsOfPerson = isOfPerson
        };

    private static IEnumerable<ClientEndpoint> OfFlags(ClusterPlan plan, DeliveredHost delivered) =>
        from component in delivered.Installation.Components
        from flag in component.Flags
        where HostSettings.OfFlag(component.Kind, flag.Name) == SettingKind.Apiserver
        select New(plan, delivered.Host, LivePath(flag.At), flag.Text, component.IsControlPlane, flag.At);

    private static IEnumerable<ClientEndpoint> OfOtherPrograms(ClusterPlan plan, DeliveredHost delivered)
    {
        if (plan.Balancer is null)
            return [];
        // A load balancer on a master has another port than its kube-apiserver.
        var masters = plan.Resolved.Masters.Select(master => master.Host)
            .Where(master => master.Address.Value != plan.Client.Host.Address || plan.Client.Port != plan.ApiserverPort);
        return OtherClient.Of(delivered.Installation.Capture, masters, plan.ApiserverPort)
            .Select(client =>
                new ClientEndpoint(delivered.Host.Name, client.Path, client.Server, plan.Client.ToString(), IsLeftBehind: true, client.At)
                {
                    IsOfOtherProgram = true
                });
    }

    private static bool IsKubeconfig(FileRole role) =>
        role is FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig or FileRole.AdminKubeconfig or FileRole.Identity;

    // A node agent uses the load balancer. Everything else on a master uses that master itself.
    private static bool WantsOwn(Installation installation, string path) =>
        !installation.Closure.Any(entry => entry.Path == path && entry.Role is FileRole.NodeKubeconfig or FileRole.Identity);

    // The insecure port on loopback is the host's own kube-apiserver, as long as the port exists (it was removed in Kubernetes 1.20).
    private static bool IsInsecureLoopback(ClusterPlan plan, Endpoint endpoint) =>
        plan.Kubernetes.Minor < 20 && endpoint is { Scheme: "http", Host.Address.IsLoopback: true };

    // originals/HOST/etc/x is /etc/x on the host.
    private static string LivePath(Location at) => at.File.Path.Split('/', 3) is [_, _, var path] ? $"/{path}" : at.File.Path;

    // A cluster that the current context does not use may belong to another site; one that names a master is ours.
    private static bool NamesAMaster(ClusterPlan plan, string server) =>
        Endpoint.TryParse(server, out var endpoint)
            && plan.Hosts.Any(host => host.IsMaster && (host.Address == endpoint.Host.Address || host.Name == endpoint.Host.Text));

    private static ClientEndpoint New(
        ClusterPlan plan, HostPlan host, string path, string server, bool wantsOwn, Location at, Endpoint? people = null)
    {
        var wanted = wantsOwn ? plan.ApiserverOf(host) : people ?? plan.Client;
        var isRight = Endpoint.TryParseMaster(server, out var found)
            && ((wantsOwn && IsInsecureLoopback(plan, found)) || found.Scheme == "https")
            && (IsInsecureLoopback(plan, found)
                || found == wanted
                || (people is not null && found == plan.Client)
                || (wantsOwn && found.Host.Address is { IsLoopback: true } && found.Port == wanted.Port));
        return new ClientEndpoint(host.Name, path, server, wanted.ToString(), !isRight, at);
    }
}
