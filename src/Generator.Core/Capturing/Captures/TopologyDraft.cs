using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Capturing.Captures;

/// <summary>Writes a topology from the captured hosts. Every value has its evidence in a comment.</summary>
internal static class TopologyDraft
{
    internal const string FileName = "topology.yaml";

    /// <summary>A draft for the operator, with undecided values for the operator's choices.</summary>
    internal static SourceFile Of(ImmutableArray<CapturedHost> hosts) => new(FileName, Text(ClusterDraft.Of(hosts), isDraft: true));

    /// <summary>The cluster as it exists now.</summary>
    internal static SourceFile AsItIs(ImmutableArray<CapturedHost> hosts) =>
        new(FileName, Text(ExistingCluster.Of(ClusterDraft.Of(hosts)), isDraft: false));

    private static byte[] Text(DraftedCluster cluster, bool isDraft)
    {
        var body = Body(cluster, isDraft);
        return Encoding.UTF8.GetBytes(isDraft ? Heading(body.Contains(Undecided.Word, StringComparison.Ordinal)) + body : body);
    }

    private static string Body(DraftedCluster cluster, bool isDraft)
    {
        var text = new DraftText();
        text.Line($"apiVersion: {TopologyKeys.Version}");
        text.Line($"cluster: {DraftScalar.Of(cluster.Name.Value)}", cluster.Name.Evidence);
        if (cluster.Kubernetes is { } release)
            text.Line($"kubernetes: {release.Value}", $"{release.Evidence}. A rollout never upgrades");
        else
            text.Line($"kubernetes: {Undecided.Word}", "decide: the release that runs, such as v1.20.4. No captured kube-apiserver shows it");
        if (cluster.Ssh is { } ssh)
            text.Line(FormattableString.Invariant($"ssh: {{user: {DraftScalar.Of(ssh.Value.User)}, port: {ssh.Value.Port}}}"), ssh.Evidence);
        Layout(text, cluster);
        if (cluster.Port is { } port)
            text.Line($"apiserver: {{port: {port.Value}}}", port.Evidence);
        DraftedHosts.Masters(text, cluster, isDraft);
        DraftedHosts.Workers(text, cluster);
        Etcd(text, cluster);
        DraftedFront.Write(text, cluster, isDraft);
        foreach (var host in cluster.LeftOut)
            text.Comment($"{host} was captured. It runs no part of this cluster that haplane knows, so it is left out.");
        return text.ToString();
    }

    private static string Heading(bool hasUndecided)
    {
        var text = new DraftText();
        text.Line("# yaml-language-server: $schema=topology.schema.json");
        text.Comment("Drafted by \"haplane capture\" from the live hosts. Each comment names the source of a value.");
        text.Comment(hasUndecided
            ? $"\"haplane check\" refuses this file until every \"{Undecided.Word}\" is replaced. Nothing here changes a host."
            : "Nothing here changes a host. \"haplane check\" reads it, \"haplane build\" writes out/ for review.");
        return text.ToString();
    }

    private static void Layout(DraftText text, DraftedCluster cluster)
    {
        if (cluster.Layout.IsEmpty)
            return;
        text.Line("layout:", "the paths of this installation; flags and units override them");
        foreach (var (key, path) in cluster.Layout)
            text.Line($"  {key}: {DraftScalar.Of(path.Value)}", path.Evidence);
    }

    private static void Etcd(DraftText text, DraftedCluster cluster)
    {
        if (cluster.EtcdByFlag.Length > 0)
            text.Comment($"etcd stays as it is. Its members: {cluster.EtcdByFlag}");
        if (cluster.Etcd is not { } etcd)
            return;
        text.Line("etcd:", etcd.Value.IsEmpty ? $"decide: {etcd.Evidence}" : etcd.Evidence);
        text.Line($"  endpoints: [{(etcd.Value.IsEmpty ? Undecided.Word : string.Join(", ", etcd.Value.Select(DraftScalar.Of)))}]");
    }
}
