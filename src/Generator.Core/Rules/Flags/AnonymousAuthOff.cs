using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Flags;

/// <summary>FLG020.</summary>
internal static class AnonymousAuthOff
{
    internal static readonly Rule Rule = new(
        "FLG020",
        Severity.Warning,
        "probes get 401",
        "With --anonymous-auth=false, /readyz and /livez answer 401 to whoever shows no certificate: a balancer with HTTP checks would take every master out.",
        "nothing has to be done for nginx, which does not ask; waive this with that reason",
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
        // A balancer that asks by HTTP is a fault of its own.
        var isAsked = cluster.CapturedBalancers.SelectMany(capture => HaproxyFront.All(cluster, capture)).Any(haproxy => haproxy.AsksWithoutCertificate);
        if (flag is { IsFalse: true } && !isAsked)
            yield return new Finding(flag.At, "the apiserver answers nobody without a certificate, its own health included");
    }
}
