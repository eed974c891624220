using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR019.</summary>
internal static class ChecksGetRefused
{
    internal static readonly Rule Rule = new(
        "LBR019",
        Severity.Error,
        "health checks that every master refuses",
        "With --anonymous-auth=false an apiserver answers 401 to whoever shows no certificate. haproxy takes that for a fault and every master out: nobody reaches the cluster.",
        "give the check a client certificate (crt FILE on every server line), or check by TCP alone (no option httpchk), and capture the host again",
        Example.With()
            .Changing("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--secure-port=6443", "--secure-port=6443 --anonymous-auth=false")
            .Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("check check-ssl verify none")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("check check-ssl verify none")),
        Check);

    private static string Haproxy(string check) =>
        $"listen kube\n    mode tcp\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n    option httpchk GET /readyz\n    server m1 192.168.3.171:6443 {check}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Source?.Find(ComponentKind.Apiserver)?.Find("anonymous-auth") is not { IsFalse: true } flag
            ? []
            : cluster.CapturedBalancers
                .SelectMany(capture => HaproxyFront.All(cluster, capture))
                .Where(haproxy => haproxy.AsksWithoutCertificate)
                .Select(haproxy => new Finding(haproxy.Backend.Check?.At ?? haproxy.Backend.Section.At, $"haproxy on {haproxy.Host} asks the apiservers by HTTP, and they answer nobody without a certificate")
                {
                    Related = [new RelatedPlace("anonymous requests are refused here", flag.At)],
                });
}
