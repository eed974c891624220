using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class AnonymousAuthOff
{
    internal static readonly Rule Rule = new(
        "FLG020",
        Severity.Warning,
        "health probes get 401",
        "With --anonymous-auth=false, /readyz and /livez answer 401 to a client without a certificate. A load balancer with HTTP checks would remove "
            + "every master.",
        "no action is needed for nginx, which has no active checks; waive this with that reason",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --anonymous-auth=false"),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--secure-port=6443",
            "--secure-port=6443 --anonymous-auth=true"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("anonymous-auth");
        // Another rule reports a load balancer that checks by HTTP.
        var isAsked = cluster.CapturedBalancers.SelectMany(capture => HaproxyFront.All(cluster, capture))
            .Any(haproxy => haproxy.AsksWithoutCertificate);
        if (flag is { IsFalse: true } && !isAsked)
            yield return new Finding(flag.At, "the kube-apiserver refuses every client without a certificate, even on its health endpoints");
    }
}
