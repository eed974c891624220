using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class NameNotInCertificate
{
    internal static readonly Rule Rule = new(
        "CRT001",
        Severity.Error,
        "the kube-apiserver's certificate lacks a name that clients use",
        "curl -k passes, but every real client refuses the certificate. Nodes turn NotReady as soon as they use an address that it does not hold.",
        "issue it again from its existing key, put it on the source master and capture it: \"haplane check --reissue DIR\" writes the CSR and the "
            + "commands",
        Example.With(loadBalancer: "{endpoint: api.example.org, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        // Another rule reports a certificate that is not for a server at all.
        if (cluster.Source is not { } source
            || NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { Own: { } own } named
            || !own.IsFor(Purpose.Server))
            return [];
        // The same goes for an address that no host can have.
        var lacking = NeededNames.OfClients(cluster, source).Where(name => !own.Names(name) && !IsOfNoHost(name)).ToArray();
        return lacking.Length == 0
            ? []
            : [new Finding(named.At, $"the kube-apiserver's certificate {named.Path} does not name {string.Join(", ", lacking)}")];
    }

    private static bool IsOfNoHost(string name) => Address.TryParse(name, out var address) && address is { SpecialKind: not null, IsLoopback: false };
}
