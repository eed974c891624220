using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Capturing.Captures;

/// <summary>Writes the masters and workers of a draft.</summary>
internal static class DraftedHosts
{
    private const int FewestMasters = 3;
    private static readonly string New = $"  - {{name: {Undecided.Word}, address: {Undecided.Word}}}";

    internal static void Masters(DraftText text, DraftedCluster cluster, bool isDraft)
    {
        var masters = cluster.Masters;
        text.Line("masters:", "the first is the source master; every new one is made like it");
        foreach (var master in masters)
            Write(text, master, cluster);
        if (masters.IsEmpty)
            NoSource(text, cluster);
        else if (isDraft && masters.Length < FewestMasters)
            NewMasters(text, cluster, FewestMasters - masters.Length);
    }

    internal static void Workers(DraftText text, DraftedCluster cluster)
    {
        if (cluster.Workers.IsEmpty)
            return;
        text.Line("workers:");
        foreach (var worker in cluster.Workers)
            Write(text, worker, cluster);
    }

    internal static void Write(DraftText text, DraftedHost host, DraftedCluster cluster, string indent = "  ")
    {
        var node = host.NodeName is { Evidence.Length: > 0 } name ? $"; nodeName: {name.Evidence}" : "";
        var lacking = host.LacksNode ? "; no kubelet runs there" : "";
        text.Line($"{indent}- {host.Entry(cluster.Ssh?.Value)}", $"{host.Evidence}{node}{lacking}");
    }

    private static void NewMasters(DraftText text, DraftedCluster cluster, int count)
    {
        text.Comment(
            $"decide: {Counted.Of(count, "new master")}, for an odd number in all. Each is a prepared host that runs nothing of Kubernetes yet, "
            + "such as {name: k8s-master2, address: 192.168.3.172}.",
            "  ");
        if (!cluster.FreeNames.IsEmpty)
            text.Comment($"The certificate of the kube-apiserver names {string.Join(", ", cluster.FreeNames)}, which no captured host has.", "  ");
        for (var i = 0; i < count; i++)
            text.Line(New);
    }

    private static void NoSource(DraftText text, DraftedCluster cluster)
    {
        text.Comment("decide: the source master and the new ones. No captured host runs a kube-apiserver: capture one that does.", "  ");
        if (cluster.Apiserver is { } found)
            text.Comment($"{found.Evidence} leads to {found.Value}.", "  ");
        text.Line(New);
    }
}
