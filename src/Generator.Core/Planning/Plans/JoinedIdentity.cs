using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>
/// The kubeconfig that the kubelet of a new master wrote for itself when it joined. It names the endpoint of that day and was never
/// captured. It looks like the source master's (kubelet writes both), so its line is known.
/// </summary>
internal static class JoinedIdentity
{
    /// <summary>An existing master with its kubelet pointed at the current endpoint; any other host unchanged.</summary>
    internal static HostPlan In(HostPlan host, Delivery before, ClusterPlan plan)
    {
        var then = EndpointOf(before.Topology);
        var isKnown =
            host.Is(HostRole.NewMaster) && host.NodeName is not null && before.Hosts.Any(old => old.IsMaster && old.Address == host.Address.Text);
        if (!isKnown || then == plan.Client.ToString() || plan.Source.Captured is not { } source)
            return host;
        var own = source.Closure
            .Where(entry => entry.Role == FileRole.Identity)
            .Select(entry => plan.Source.Files.FirstOrDefault(file => file.Path == entry.Path && file.Edits.Length > 0))
            .OfType<Artefact>()
            .DistinctBy(file => file.Path)
            .Select(file => Joined(file, host.Name, then, plan))
            .ToArray();
        return host with
        {
            Files = [
            .. host.Files.Where(file => own.All(edited => edited.Path != file.Path)).Concat(own).OrderBy(file => file.Path, StringComparer.Ordinal),
        ]
        };
    }

    private static Artefact Joined(Artefact ofSource, string host, string then, ClusterPlan plan) => ofSource with
    {
        Host = host,
        Origin = host,
        Before = null,
        Known = null,
        IsOptional = true,
        Edits = [
            .. ofSource.Edits.Select(edit =>
                new LineEdit(edit.New.Replace(plan.Client.ToString(), then, StringComparison.Ordinal), edit.New, edit.Count)),
        ],
        Note = "written by its kubelet when it joined",
    };

    private static string EndpointOf(Topology topology)
    {
        var source = topology.Masters.First(master => master.Host.Name.Value == topology.Source.Value);
        return (topology.LoadBalancer is { } balancer
            ? balancer.ForNodes
            : Endpoint.Https(HostNameOrAddress.Of(source.Host.Address.Value), topology.Apiserver.Port.Value)).ToString();
    }
}
