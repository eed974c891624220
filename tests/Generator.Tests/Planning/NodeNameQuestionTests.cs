using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>New masters are asked whether they can resolve the names of nodes, where the apiserver reaches kubelets by name.</summary>
public class NodeNameQuestionTests
{
    [Fact]
    public void By_default_names_come_first()
    {
        var plan = System.Text.Encoding.UTF8.GetString(Starter.Unchanged.Compile().Whole().Files["rollout.plan"].Content.Span);
        Assert.Equal(
            2,
            plan.Split('\n').Count(line => line.EndsWith("\tk8s-master1\tk8s-master2\tk8s-master3\tk8s-node1\tk8s-node2", StringComparison.Ordinal)
                && line.Contains("\tnames-resolve\t", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Hostname", true)]
    [InlineData("InternalDNS,Hostname,InternalIP", true)]
    [InlineData("InternalIP,Hostname", false)]
    [InlineData("ExternalIP", false)]
    public void The_first_type_that_nodes_have_counts(string types, bool isAsked)
    {
        var starter = Starter.Unchanged.With(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            $"--secure-port=6443 --kubelet-preferred-address-types={types}");
        var plan = System.Text.Encoding.UTF8.GetString(starter.Compile().Whole().Files["rollout.plan"].Content.Span);
        var hosts = plan.Split('\n').Where(line => line.Contains("\tnames-resolve\t", StringComparison.Ordinal)).ToArray();
        string[] expected = isAsked ? ["k8s-master2", "k8s-master3"] : [];
        Assert.Equal(expected, hosts.Select(line => line.Split('\t')[^7]));
        Assert.All(hosts, line => Assert.Equal(["k8s-master1", "k8s-master2", "k8s-master3", "k8s-node1", "k8s-node2"], line.Split('\t')[^5..]));
    }
}
