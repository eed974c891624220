using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>A captured certificate in one place.</summary>
/// <param name="Place">The file that contains it, for people.</param>
/// <param name="At">Where that file is named.</param>
internal sealed record CertificateUse(Certificate Certificate, string Place, Location At)
{
    /// <summary>Every captured certificate that a component reads, from its own files and from kubeconfigs.</summary>
    internal static IEnumerable<CertificateUse> All(Cluster cluster) =>
        cluster.Installations.Values.SelectMany(InFiles).Concat(ClientIdentity.All(cluster).SelectMany(InKubeconfig));

    private static IEnumerable<CertificateUse> InFiles(Installation installation) =>
        from entry in installation.Closure
        where entry.Content is not null
        group entry by entry.Path into same
        from certificate in CapturedCertificates.At(installation.Capture, same.Key)
        select new CertificateUse(certificate, $"{same.Key} of {installation.Capture.Host}", same.First().At);

    private static IEnumerable<CertificateUse> InKubeconfig(ClientIdentity identity) =>
        identity.Trusted.Concat(identity.Shown).Select(certificate => new CertificateUse(certificate, identity.ToString(), identity.At));
}
