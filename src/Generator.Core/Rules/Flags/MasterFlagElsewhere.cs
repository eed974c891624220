using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class MasterFlagElsewhere
{
    internal static readonly Rule Rule = new(
        "FLG011",
        Severity.Error,
        "--master names an address that cannot move",
        "The insecure port of http://127.0.0.1:8080 no longer exists since Kubernetes 1.20. Another host's address fails with that host. An insecure "
            + "address cannot be load balanced.",
        "on the host, give the component a --kubeconfig with credentials and an https server, remove --master, and capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--v=2",
            "--v=2 --master=http://127.0.0.1:8080"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--v=2",
            "--v=2 --master=https://192.168.3.171:6443"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        let flag = component.Find("master")
        where flag is not null
            && !(component.IsControlPlane ? IsOwn(cluster, installation, flag.Text) : flag.Text.StartsWith("https://", StringComparison.Ordinal))
        select new Finding(
            flag.At,
            $"--master of {ComponentNames.Program(component.Kind)} is {Quoted.Text(flag.Text)}; expected an https address, "
                + $"and for the control plane that of {installation.Capture.Host}");

    private static bool IsOwn(Cluster cluster, Installation installation, string url) =>
        Endpoint.TryParseMaster(url, out var endpoint)
        && (endpoint.Scheme == "https" || (endpoint.Host.Address is { IsLoopback: true } && cluster.Topology.Kubernetes.Value.Minor < 20))
        && (endpoint.Host.Address is { IsLoopback: true }
            || cluster.Topology.Hosts.Any(host =>
                host.Name.Value.Text == installation.Capture.Host && host.Address.Value == endpoint.Host.Address));
}
