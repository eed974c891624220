using System.Collections.Immutable;

namespace Generator.Core.Foundation.Syntax;

/// <summary>The facts in a kubeconfig (kubernetes.io, "Organizing Cluster Access Using kubeconfig Files").</summary>
/// <param name="Servers">
/// The <c>server:</c> of the cluster in the current context; of every cluster if the context names none, because a program may then
/// select one of them.
/// </param>
/// <param name="OtherServers">The <c>server:</c> of the other clusters, which may belong to other sites.</param>
/// <param name="Paths">The certificates that it names, absolute or relative to its own folder.</param>
/// <param name="ClientCertificateData">The base64 of the embedded client certificates, which are public.</param>
/// <param name="ClientCertificatePaths">The paths of the client certificates.</param>
internal sealed record Kubeconfig(
    ImmutableArray<ScalarNode> Servers,
    ImmutableArray<ScalarNode> OtherServers,
    ImmutableArray<ScalarNode> Paths,
    ImmutableArray<ScalarNode> ClientCertificateData,
    ImmutableArray<ScalarNode> ClientCertificatePaths)
{
    private static readonly string[] SecretKeys = ["client-key", "tokenFile"];

    /// <summary>The keys and tokens in it, each with the key that names it.</summary>
    internal ImmutableArray<(ScalarNode Path, string Key)> SecretPaths { get; init; } = [];

    /// <summary>The programs of exec plug-ins: a path, absolute or relative to the file's own folder, or a name.</summary>
    internal ImmutableArray<ScalarNode> Plugins { get; init; } = [];

    /// <summary>The proxies of the clusters in <see cref="Servers"/>.</summary>
    internal ImmutableArray<ScalarNode> Proxies { get; init; } = [];

    /// <summary>The arguments of these programs.</summary>
    internal ImmutableArray<ScalarNode> PluginArguments { get; init; } = [];

    /// <summary>Reads a document; null if it is not a kubeconfig: a list of clusters, and no other kind than Config.</summary>
    internal static Kubeconfig? Of(Node root)
    {
        if (root is not MappingNode mapping
            || mapping.Find("clusters") is not SequenceNode
            || mapping.FindScalar("kind")?.Value is not ("Config" or null))
            return null;
        var clusters = Named(mapping, "clusters", "cluster").ToArray();
        var users = Named(mapping, "users", "user").Select(pair => pair.Body).ToArray();
        var plugins = users.Select(user => user.Find("exec")).OfType<MappingNode>().ToArray();
        var current = CurrentCluster(mapping);
        var used = clusters.Any(pair => pair.Name == current) ? clusters.Where(pair => pair.Name == current).ToArray() : clusters;
        return new Kubeconfig(
            Scalars(used.Select(pair => pair.Body), "server"),
            Scalars(clusters.Except(used).Select(pair => pair.Body), "server"),
            [.. Scalars(clusters.Select(pair => pair.Body), "certificate-authority"), .. Scalars(users, "client-certificate")],
            Scalars(users, "client-certificate-data"),
            Scalars(users, "client-certificate"))
        {
            SecretPaths = [.. SecretKeys.SelectMany(key => Scalars(users, key).Select(path => (path, key)))],
            Proxies = Scalars(used.Select(pair => pair.Body), "proxy-url"),
            Plugins = Scalars(plugins, "command"),
            PluginArguments = [.. plugins.SelectMany(plugin => (plugin.Find("args") as SequenceNode)?.Items.OfType<ScalarNode>() ?? [])],
        };
    }

    private static string? CurrentCluster(MappingNode root)
    {
        var current = root.FindScalar("current-context")?.Value;
        return Named(root, "contexts", "context")
            .Where(pair => pair.Name == current)
            .Select(pair => pair.Body.FindScalar("cluster")?.Value)
            .FirstOrDefault();
    }

    private static IEnumerable<(string? Name, MappingNode Body)> Named(MappingNode root, string list, string body) =>
        from item in (root.Find(list) as SequenceNode)?.Items.OfType<MappingNode>() ?? []
        let inner = item.Find(body) as MappingNode
        where inner is not null
        select (item.FindScalar("name")?.Value, inner);

    private static ImmutableArray<ScalarNode> Scalars(IEnumerable<MappingNode> bodies, params string[] keys) =>
        [.. bodies.SelectMany(body => keys.Select(key => body.FindScalar(key))).OfType<ScalarNode>().Where(scalar => !scalar.IsEmpty)];
}
