using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Kubeconfigs.Faults;

namespace Generator.Core.Planning.Kubeconfigs;

/// <summary>
/// Rewrites one kubeconfig to an endpoint: the <c>server:</c> of the current context's cluster, and no other byte. It is a person's file
/// with its secrets, so no finding shows a line of it.
/// </summary>
public static class KubeconfigRewrite
{
    /// <summary>The file with its new server; a finding if it is another cluster's, or cannot be changed exactly.</summary>
    public static Outcome<KubeconfigChange> Of(SourceFile file, KubeconfigTarget target)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(target);
        var outcome = YamlReader.Read(file, YamlLimits.Captured).Then(documents => documents.Single().Then(root => Of(documents, root, target)));
        return outcome with { Findings = [.. outcome.Findings.Select(finding => finding with { IsOnSecret = true })] };
    }

    private static Outcome<KubeconfigChange> Of(YamlDocuments documents, Node root, KubeconfigTarget target)
    {
        if (Kubeconfig.Of(root) is not { Servers: [var first, ..] servers } kubeconfig)
            return Outcome.Of<KubeconfigChange>(null, [NoServer.At(Location.StartOf(documents.File))]);
        if (target.Known.IsEmpty && servers is [_, var second, ..])
            return Outcome.Of<KubeconfigChange>(null, [NoCurrentCluster.At(second.At)]);
        ImmutableArray<ScalarNode> own = [.. servers.Where(server => IsOwn(server, target))];
        ImmutableArray<ScalarNode> others = [.. kubeconfig.OtherServers.Where(server => !target.Known.IsEmpty && IsOwn(server, target))];
        if (own.IsEmpty)
            return Outcome.Of<KubeconfigChange>(null, [OtherClustersServer.At(first, target, others)]);
        var wanted = target.Wanted.ToString();
        var edits = own.Where(server => !IsRight(server, target))
            .Select(server => (server, Edit: ScalarEdit.InOneLine(server, wanted)))
            .ToArray();
        if (edits.Any(pair => pair.Edit is null))
            return Outcome.Of<KubeconfigChange>(null, edits.Where(pair => pair.Edit is null).Select(pair => ServerOnSeveralLines.At(pair.server)));
        return Outcome.Of(
            new KubeconfigChange(
                [.. own.Select(server => new ServerChange(server.At, IsRight(server, target) ? wanted : Shown(server), wanted))],
                documents.Tree.With(edits.Select(pair => pair.Edit).OfType<ByteEdit>()),
                [.. others.Where(server => !IsRight(server, target)).Select(server => new ServerChange(server.At, Shown(server), wanted))],
                ExpectsName(root, own) ? null : target.ServerName),
            []);
    }

    /// <summary>A server for people; without what it is if it has more than scheme, host and port, because that may be a password.</summary>
    internal static string Shown(ScalarNode server) =>
        Endpoint.TryParse(server.Value, out var endpoint) ? endpoint.ToString() : "a URL that is not of the form https://HOST:PORT";

    private static bool IsRight(ScalarNode server, KubeconfigTarget target) =>
        Endpoint.TryParse(server.Value, out var found) && found == target.Wanted;

    // With http a kubeconfig has no use for its credentials: it is not the same client with another address.
    private static bool IsOwn(ScalarNode server, KubeconfigTarget target) =>
        target.Known.IsEmpty
        || (Endpoint.TryParse(server.Value, out var found)
            && found.Scheme == "https"
            && target.Known.Contains(found.Host.Text, StringComparer.OrdinalIgnoreCase));

    private static bool ExpectsName(Node root, ImmutableArray<ScalarNode> own) =>
        ((root as MappingNode)?.Find("clusters") as SequenceNode)?.Items.OfType<MappingNode>()
            .Select(item => item.Find("cluster"))
            .OfType<MappingNode>()
            .Any(cluster => cluster.FindScalar("server") is { } server && own.Contains(server) && cluster.FindScalar("tls-server-name") is not null)
        ?? false;
}
