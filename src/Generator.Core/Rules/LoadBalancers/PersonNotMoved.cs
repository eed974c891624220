using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class PersonNotMoved
{
    private const string Path = "k8s-node1/home/ci/.kube/config";

    internal static readonly Rule Rule = new(
        "LBR052",
        Severity.Warning,
        "a person's kubeconfig keeps using one master",
        "haplane changes the kubeconfigs of Kubernetes and of root, and not those of people and pipelines. They lose the API when that master "
            + "stops. The endpoint answers only after the rollout has reached the load balancer, so they move after it.",
        "once the load balancer answers, run \"haplane kubeconfig FILE\" there, and capture the host again; or waive this with the reason",
        Example.With().Adding(Path, Kubeconfig("192.168.3.171")),
        Example.With().Adding(Path, Kubeconfig("192.168.3.201")),
        Check);

    private static string Kubeconfig(string host) =>
        $"kind: Config\nclusters:\n- name: c\n  cluster:\n    server: https://{host}:6443\ncontexts: []\nusers: []\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from balancer in new[] { cluster.Topology.LoadBalancer }.OfType<LoadBalancer>()
        let wanted = balancer.ForPeople(cluster.ApiserverPort)
        from host in cluster.Topology.Masters.Select(master => master.Host).Concat(cluster.Topology.Workers.Select(worker => worker.Host))
        let installation = cluster.Installations.GetValueOrDefault(host.Name.Value.Text)
        where installation is not null
        from file in installation.Capture.Files
        where Installation.IsOfPerson(file.Key) && installation.Closure.All(entry => entry.Path != file.Key)
        let kubeconfig = Content.Kubeconfig(file.Value)
        where kubeconfig is not null
        from server in kubeconfig.Servers.Concat(kubeconfig.OtherServers)
        where Endpoint.TryParse(server.Value, out var found) && found != wanted && NamesAMaster(cluster.Topology, found, host)
        select new Finding(
            server.At, $"{file.Key} of {host.Name} uses {server.Value}, expected {(balancer.IsNodeLocal ? "" : "the load balancer at ")}{wanted}")
        {
            Hint = $"once {(balancer.IsNodeLocal ? "it" : "the load balancer")} answers, run \"haplane kubeconfig {file.Key} --to {wanted}\" "
                + $"on {host.Name}, and capture it again; or waive this with the reason",
        };

    // On a master, a person's kubeconfig may use that master: both stop together.
    private static bool NamesAMaster(Topology topology, Endpoint found, Host host) =>
        topology.Masters.Select(master => master.Host)
            .Where(master => !ReferenceEquals(master, host))
            .Any(master => master.Address.Value == found.Host.Address || master.Name.Value.Text == found.Host.Text);
}
