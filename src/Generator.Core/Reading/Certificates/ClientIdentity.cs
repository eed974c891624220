using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>The identity and the trusted CAs of a kubeconfig's current context.</summary>
/// <param name="Kind">The component that uses it; null for a user's.</param>
/// <param name="At">Where it is named.</param>
/// <param name="Server">The host that it connects to, as it is written; empty if it cannot be read.</param>
/// <param name="Trusted">The certificates of the CAs that it trusts; none if they are not known.</param>
/// <param name="Shown">Its client certificate and chain; none if it has none or it was not captured.</param>
/// <param name="Subject">The subject of its client certificate, in the form of capture.json; null if it is not known.</param>
internal sealed record ClientIdentity(
    string Host,
    string Path,
    ComponentKind? Kind,
    Location At,
    string Server,
    ImmutableArray<Certificate> Trusted,
    ImmutableArray<Certificate> Shown,
    string? Subject)
{
    /// <summary>
    /// The name that it expects in the kube-apiserver's certificate instead of the host that it connects to; null if it expects that host.
    /// </summary>
    internal string? ServerName { get; init; }

    /// <summary>Every kubeconfig that a component or root uses, on every captured host.</summary>
    internal static IEnumerable<ClientIdentity> All(Cluster cluster) => cluster.Installations.Values.SelectMany(On);

    /// <summary>Its name for people.</summary>
    public override string ToString() => $"{Path} of {Host}";

    private static IEnumerable<ClientIdentity> On(Installation installation)
    {
        var capture = installation.Capture;
        var ofComponents =
            from component in installation.Components
            from entry in installation.Closure
            where entry.Unit == component.UnitName && entry.Content is not null
            select Of(capture, entry.Path, component.Kind, entry.At);
        var ofPeople = capture.Open(Installation.AdminKubeconfig) is { } file
            ? Of(capture, Installation.AdminKubeconfig, kind: null, Location.StartOf(file))
            : null;
        return ofComponents.Append(ofPeople).OfType<ClientIdentity>();
    }

    private static ClientIdentity? Of(HostCapture capture, string path, ComponentKind? kind, Location at)
    {
        if (capture.Open(path) is not { } file || Content.Roots(file).FirstOrDefault(root => Kubeconfig.Of(root) is not null) is not { } root)
            return null;
        var context = Named(root, "contexts", "context", root.FindScalar("current-context")?.Value);
        var cluster = Named(root, "clusters", "cluster", context?.FindScalar("cluster")?.Value);
        var user = Named(root, "users", "user", context?.FindScalar("user")?.Value);
        var shown = Certificates(capture, path, user, "client-certificate");
        var listed = user?.FindScalar("client-certificate") is { IsEmpty: false } named
            ? capture.Seen(HostPath.Resolve(path, named.Value))?.Subject
            : null;
        return new ClientIdentity(
            capture.Host,
            path,
            kind,
            at,
            Uri.TryCreate(cluster?.FindScalar("server")?.Value, UriKind.Absolute, out var server) ? server.Host.Trim('[', ']') : "",
            Certificates(capture, path, cluster, "certificate-authority"),
            shown,
            shown is [var own, ..] ? own.Subject.ToString() : listed)
        {
            ServerName = cluster?.FindScalar("tls-server-name") is { IsEmpty: false, Value.Length: > 0 } name ? name.Value : null,
        };
    }

    // The entry of that name; or a single entry, because a program can be configured to use it.
    private static MappingNode? Named(MappingNode root, string list, string body, string? name)
    {
        var items = (root.Find(list) as SequenceNode)?.Items.OfType<MappingNode>().ToArray() ?? [];
        var item = items.FirstOrDefault(item => name is not null && item.FindScalar("name")?.Value == name) ?? (items is [var only] ? only : null);
        return item?.Find(body) as MappingNode;
    }

    // Embedded data overrides a path (client-go, clientcmd).
    private static ImmutableArray<Certificate> Certificates(HostCapture capture, string path, MappingNode? body, string key)
    {
        if (body?.FindScalar($"{key}-data") is { IsEmpty: false } data)
            return CapturedCertificates.InBase64(data.Value);
        return body?.FindScalar(key) is { IsEmpty: false } named ? CapturedCertificates.At(capture, HostPath.Resolve(path, named.Value)) : [];
    }
}
