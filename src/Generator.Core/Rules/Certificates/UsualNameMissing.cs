using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class UsualNameMissing
{
    internal static readonly Rule Rule = new(
        "CRT010",
        Severity.Note,
        "the kube-apiserver's certificate lacks a usual name",
        "No captured client uses this name. But a client that connects by a host name, by localhost or by another form of the service name would "
            + "refuse the certificate.",
        "no action is needed; \"haplane check --reissue DIR\" writes the CSR and the commands for a certificate with all names",
        Example.With(
            masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}, {name: k8s-third, address: "
                + "192.168.3.173}]"),
        Example.With(),
        Check)
    {
        NeedsNoAction = true,
    };

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // Another rule reports a certificate that is not for a server at all.
        if (cluster.Source is not { } source
            || NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { Own: { } own } named
            || !own.IsFor(Purpose.Server))
            return [];
        var lacking = NeededNames.Of(cluster, source).Except(NeededNames.OfClients(cluster, source)).Where(name => !own.Names(name)).ToArray();
        return lacking.Length == 0
            ? []
            : [new Finding(named.At, $"the kube-apiserver's certificate {named.Path} does not name {string.Join(", ", lacking)}")];
    }
}
