using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class PortDiffers
{
    internal static readonly Rule Rule = new(
        "ORG008",
        Severity.Error,
        "apiserver.port differs from the kube-apiserver flag",
        "The load balancer would send every client to a port on which nothing listens.",
        "write the port of --secure-port, or remove apiserver.port",
        Example.With(more: "apiserver: {port: 7443}"),
        Example.With(more: "apiserver: {port: 6443}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var written = cluster.Topology.Apiserver.Port;
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("secure-port");
        if (written.IsWritten && flag is not null && flag.Text != written.Value.ToString())
        {
            yield return new Finding(written.At, $"apiserver.port is {written}, but the source master's --secure-port is {flag.Text}")
            {
                Related = [new RelatedPlace("the flag", flag.At)],
            };
        }
    }
}
