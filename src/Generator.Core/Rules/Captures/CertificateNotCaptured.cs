using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class CertificateNotCaptured
{
    // Flags with these endings name certificates and nothing else (kubernetes.io, command line references of the components).
    private static readonly string[] Endings = ["ca-file", "-cafile", "certificate-authority", "-certfile", "-client-certificate"];

    internal static readonly Rule Rule = new(
        "ORG015",
        Severity.Warning,
        "a certificate was listed but not captured",
        "haplane reads from the certificate whether it matches its key, who signed it and when it expires. It is public and belongs in the capture.",
        "capture the host again; a certificate is public and can be copied as it is",
        Example.With().Without("k8s-master1/data/application/etcd/ssl/ca.pem"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from entry in installation.Closure
        where Endings.Any(ending => entry.NamedBy.EndsWith(ending, StringComparison.Ordinal))
        where entry is { Content: null, Seen.Type: EntryType.File, Role: FileRole.Plain } && !IsServing(installation, entry.Path)
        group entry by (entry.Path, installation.Capture.Host) into same
        select new Finding(same.First().At, $"the certificate {same.Key.Path} of {same.Key.Host} was not captured");

    // Another rule checks the names in it.
    private static bool IsServing(Installation installation, string path) =>
        installation.Components.Any(component => component.Find("tls-cert-file") is { } flag && installation.Capture.Real(flag.Text) == path);
}
