using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Syntax;

namespace Generator.Core.Certificates;

/// <summary>The certificate that a flag of the source's apiserver names.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Shown">The certificate, and behind it those that the file holds beside it; none where it was not captured.</param>
internal sealed record NamedCertificate(Flag Flag, ImmutableArray<Certificate> Shown)
{
    /// <summary>The flag of the certificate by which clients know the apiserver.</summary>
    internal const string Serving = "tls-cert-file";

    /// <summary>The flags of the certificates with which the apiserver itself is a client.</summary>
    internal static ImmutableArray<string> Clients { get; } = ["kubelet-client-certificate", "etcd-certfile", "proxy-client-cert-file"];

    /// <summary>Its path.</summary>
    internal string Path => Flag.Text;

    /// <summary>Where it is named.</summary>
    internal Location At => Flag.At;

    /// <summary>The certificate itself; null where it was not captured.</summary>
    internal Certificate? Own => Shown.FirstOrDefault();

    /// <summary>What a flag of the source's apiserver names; null where the flag is not set.</summary>
    internal static NamedCertificate? Of(Cluster cluster, string flag) =>
        cluster.Source is { } source && source.Find(ComponentKind.Apiserver)?.Find(flag) is { } named
            ? new NamedCertificate(named, CapturedCertificates.At(source.Capture, named.Text))
            : null;
}
