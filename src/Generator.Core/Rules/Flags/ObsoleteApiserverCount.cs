using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class ObsoleteApiserverCount
{
    internal static readonly Rule Rule = new(
        "FLG013",
        Severity.Warning,
        "--apiserver-count does not fit the release",
        "From Kubernetes 1.11 on, kube-apiservers find each other by leases, and the flag has no effect. In older releases each kube-apiserver "
            + "removes the others' endpoints unless the flag holds the number of masters.",
        "remove the flag on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --apiserver-count=3"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        let apiserver = installation.Find(ComponentKind.Apiserver)
        where apiserver is not null
        let finding = cluster.Topology.Kubernetes.Value.Minor >= EndpointReconciler.FirstWithLease ? Idle(apiserver) : Wrong(apiserver, cluster)
        where finding is not null
        select finding;

    // With another reconciler than leases the number counts, and another rule reports that reconciler.
    private static Finding? Idle(Component apiserver) =>
        apiserver.Find("apiserver-count") is { } count && (apiserver.Find("endpoint-reconciler-type")?.Text ?? "lease") == "lease"
            ? new Finding(count.At, "--apiserver-count has no effect, because leases keep the endpoints")
            : null;

    private static Finding? Wrong(Component apiserver, Cluster cluster)
    {
        var (masters, release) = (cluster.Topology.Masters.Length, cluster.Topology.Kubernetes);
        var count = apiserver.Find("apiserver-count");
        var expected = masters.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (masters == 1 || count?.Text == expected || apiserver.Find("endpoint-reconciler-type")?.Text == "lease")
            return null;
        var found = count is null ? "kube-apiserver has no --apiserver-count" : $"--apiserver-count is {Quoted.Text(count.Text)}";
        return new Finding(
            count?.At ?? Location.StartOf(apiserver.Unit.File), $"{found}; {masters} masters of {release} need --apiserver-count={masters}")
        {
            Hint = release.Value.Minor < EndpointReconciler.FirstWithType
                ? $"write --apiserver-count={masters} on the host and capture it again"
                : $"write --endpoint-reconciler-type=lease, or --apiserver-count={masters}, on the host and capture it again",
        };
    }
}
