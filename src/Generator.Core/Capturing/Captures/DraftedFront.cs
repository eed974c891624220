using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Capturing.Captures;

/// <summary>Writes the load balancer of a draft.</summary>
internal static class DraftedFront
{
    internal static void Write(DraftText text, DraftedCluster cluster, bool isDraft)
    {
        if (cluster.Balancer is { } balancer)
            Found(text, balancer, cluster);
        else if (isDraft)
            ToDecide(text, cluster);
    }

    private static void Found(DraftText text, DraftedBalancer balancer, DraftedCluster cluster)
    {
        text.Line("loadBalancer:", "it exists already");
        if (balancer.Engine is { } engine)
            text.Line($"  engine: {new Choice<BalancerEngine>(engine.Value)}", engine.Evidence);
        text.Line($"  endpoint: {DraftScalar.OrUndecided(balancer.Endpoint.Value.Text)}", balancer.Endpoint.Evidence);
        text.Line($"  port: {balancer.Port.Value.ToString(CultureInfo.InvariantCulture)}", balancer.Port.Evidence);
        if (balancer.Distro is { } distro)
            text.Line($"  distro: {new Choice<Distro>(distro.Value)}", distro.Evidence);
        if (balancer.Http is { } http)
            text.Line("  http: true", http.Evidence);
        text.Line("  hosts:");
        foreach (var host in balancer.Hosts)
            DraftedHosts.Write(text, host, cluster, "    ");
    }

    private static void ToDecide(DraftText text, DraftedCluster cluster)
    {
        var word = Undecided.Word;
        text.Line("loadBalancer:", "decide: its hosts. It needs two, or one and a waiver of LBR001");
        foreach (var note in cluster.BalancerNotes)
            text.Comment(note, "  ");
        if (!cluster.FreeNames.IsEmpty)
            text.Comment($"The certificate names {string.Join(", ", cluster.FreeNames)}, which no captured host has.", "  ");
        text.Line($"  endpoint: {word}", "decide: the address or name that clients use. It must be in the certificate of the kube-apiserver");
        if (cluster.Masters.Select(master => master.Machine?.Report.Distro).FirstOrDefault(found => found is not null) is { } distro)
            text.Line($"  distro: {new Choice<Distro>(distro)}", "as on the source master. Change it if these hosts use the other one");
        text.Line("  hosts:");
        text.Line($"    - {{name: {word}, address: {word}}}", "decide: such as {name: lb1, address: 192.168.3.201}");
    }
}
