using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class InsecurePort
{
    // The port works until 1.19. Until 1.23 the flag is accepted with the value 0 only (kubernetes#95856, kubernetes#106859).
    private const int FirstWithoutPort = 20;
    private const int FirstWithoutFlag = 24;

    internal static readonly Rule Rule = new(
        "FLG012",
        Severity.Warning,
        "the kube-apiserver's insecure port is open",
        "Before Kubernetes 1.20, every client that reaches this port is administrator without a password. From 1.20 on, kube-apiserver does not "
            + "start with it.",
        "write --insecure-port=0 on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --insecure-port=8080"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --insecure-port=0"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var release = cluster.Topology.Kubernetes.Value.Minor;
        return release >= FirstWithoutFlag
            ? []
            : from installation in cluster.Installations.Values
              let apiserver = installation.Find(ComponentKind.Apiserver)
              where apiserver is not null
              let finding = release < FirstWithoutPort ? Open(apiserver, installation.Capture.Host) : Refused(apiserver, cluster)
              where finding is not null
              select finding;
    }

    // The default is port 8080 on loopback.
    private static Finding? Open(Component apiserver, string host)
    {
        var port = Last(apiserver, "insecure-port", "port");
        var address = Last(apiserver, "insecure-bind-address", "address");
        var at = port ?? (address is null || IsLoopback(address.Text) ? null : address);
        return at is null || port?.Text == "0"
            ? null
            : new Finding(
                at.At, $"kube-apiserver of {host} serves without authentication on {address?.Text ?? "127.0.0.1"} port {port?.Text ?? "8080"}");
    }

    private static Finding? Refused(Component apiserver, Cluster cluster) =>
        Last(apiserver, "insecure-port", "port") is { Text: not "0" } port
            ? new Finding(port.At, $"--{port.Name} is {Quoted.Text(port.Text)}; kube-apiserver {cluster.Topology.Kubernetes} accepts only 0")
            : null;

    // Both names set one value, so the last one counts.
    private static Foundation.Syntax.Flag? Last(Component component, string name, string alias) =>
        component.Flags.LastOrDefault(flag => flag.Name == name || flag.Name == alias);

    private static bool IsLoopback(string address) =>
        System.Net.IPAddress.TryParse(address, out var parsed) && System.Net.IPAddress.IsLoopback(parsed);
}
