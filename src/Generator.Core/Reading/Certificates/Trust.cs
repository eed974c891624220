using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>The CAs that a client trusts.</summary>
/// <param name="Owner">The file that names them, for people.</param>
/// <param name="At">Where that file is named.</param>
/// <param name="Roots">The certificates of the CAs.</param>
internal sealed record Trust(string Owner, Location At, ImmutableArray<Certificate> Roots)
{
    private const string PodsCa = "root-ca-file";

    /// <summary>The CAs of each client of this cluster's kube-apiservers: kubeconfigs and pods. Clients without a known CA are left out.</summary>
    internal static IEnumerable<Trust> OfClients(Cluster cluster) =>
        ClientsOf(cluster)
            .Select(identity => new Trust(identity.ToString(), identity.At, identity.Trusted))
            .Concat(OfPods(cluster))
            .Where(trust => !trust.Roots.IsEmpty);

    /// <summary>The kubeconfigs of clients of this cluster. A user's can be for another one.</summary>
    internal static IEnumerable<ClientIdentity> ClientsOf(Cluster cluster)
    {
        string[] own = cluster.Source is { } source ? [.. NeededNames.Of(cluster, source), "localhost", "::1"] : [];
        return ClientIdentity.All(cluster)
            .Where(identity => identity.Kind is not null || own.Contains(identity.Server, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<Trust> OfPods(Cluster cluster) =>
        cluster.Source is { } source && source.Find(ComponentKind.ControllerManager)?.Find(PodsCa) is { } flag
            ? [new Trust($"--{PodsCa}", flag.At, CapturedCertificates.At(source.Capture, flag.Text))]
            : [];
}
