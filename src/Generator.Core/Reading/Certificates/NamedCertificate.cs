using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>The certificate in a flag of the source master's kube-apiserver.</summary>
/// <param name="Shown">The certificate, followed by the others in its file; none if it was not captured.</param>
internal sealed record NamedCertificate(Flag Flag, ImmutableArray<Certificate> Shown)
{
    /// <summary>The flag of the kube-apiserver's server certificate.</summary>
    internal const string Serving = "tls-cert-file";

    /// <summary>The flags of the kube-apiserver's client certificates.</summary>
    internal static ImmutableArray<string> Clients { get; } = ["kubelet-client-certificate", "etcd-certfile", "proxy-client-cert-file"];

    internal string Path => Flag.Text;

    /// <summary>Where it is named.</summary>
    internal Location At => Flag.At;

    /// <summary>The certificate itself; null if it was not captured.</summary>
    internal Certificate? Own => Shown.FirstOrDefault();

    /// <summary>The certificate of a flag of the source master's kube-apiserver; null if the flag is not set.</summary>
    internal static NamedCertificate? Of(Cluster cluster, string flag) =>
        cluster.Source is { } source && source.Find(ComponentKind.Apiserver)?.Find(flag) is { } named
            ? new NamedCertificate(named, CapturedCertificates.At(source.Capture, named.Text))
            : null;
}
