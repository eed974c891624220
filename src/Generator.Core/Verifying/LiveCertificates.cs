using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying;

/// <summary>Every certificate that the hosts have: in files, and in kubeconfigs.</summary>
internal static class LiveCertificates
{
    /// <summary>The certificates, with the start of their validity.</summary>
    internal static IEnumerable<(ExpiringCertificate Certificate, DateTimeOffset NotBefore)> On(Site site) =>
        from host in site.Answering
        let machine = host.Machine
        where machine is not null
        from file in machine.Capture.Files
        from found in In(file.Value)
        select (
            new ExpiringCertificate(host.Name, file.Key, found.Subject.ToString(), new DateTimeOffset(found.NotAfter)),
            new DateTimeOffset(found.NotBefore));

    // Two users of a kubeconfig may share one certificate.
    private static IEnumerable<Certificate> In(SourceFile file) =>
        Content.Kubeconfig(file) is { } kubeconfig
            ? kubeconfig.ClientCertificateData.SelectMany(data => CapturedCertificates.InBase64(data.Value)).DistinctBy(found => found.Encoded)
            : Certificate.AllOf(file.Text);
}
