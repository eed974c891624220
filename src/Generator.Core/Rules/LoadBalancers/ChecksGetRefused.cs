using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class ChecksGetRefused
{
    internal static readonly Rule Rule = new(
        "LBR019",
        Severity.Error,
        "every master refuses the health checks",
        "A kube-apiserver answers 400 to HTTP without TLS. With --anonymous-auth=false it answers 401 to a check without a certificate. haproxy "
            + "treats both as a failure and removes every master; the API becomes unreachable.",
        "add a client certificate to the check (crt FILE on every server line), or check by TCP only (no option httpchk), and capture the host again",
        Example.With()
            .Changing(
                "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--secure-port=6443", "--secure-port=6443 --anonymous-auth=false")
            .Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("check check-ssl verify none")),
        Example.With().Adding("lb1/etc/haproxy/haproxy.cfg", Haproxy("check check-ssl verify none")),
        Check);

    private static string Haproxy(string check) =>
        "listen kube\n    mode tcp\n    bind *:7443\n    timeout connect 2s\n    timeout client 10m\n    timeout server 10m\n"
            + $"    option httpchk GET /readyz\n    server m1 192.168.3.171:6443 {check}\n";

    // A check without a certificate is refused even with TLS, so only the first hint helps.
    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var flag = cluster.Source?.Find(ComponentKind.Apiserver)?.Find("anonymous-auth");
        return cluster.CapturedBalancers
            .SelectMany(capture => HaproxyFront.All(cluster, capture))
            .DistinctBy(front => front.Backend.Section.At)
            .SelectMany(front => flag is { IsFalse: true } && front.AsksWithoutCertificate ? [WithoutCertificate(front, flag)] : WithoutTls(front));
    }

    // A check on another port does not reach the apiserver.
    private static IEnumerable<Finding> WithoutTls(HaproxyFront front)
    {
        if (front.ExpectsSuccessOfHttp
            && !front.ConnectsInTls
            && front.Backend.Masters.FirstOrDefault(server =>
                server.IsUsed && server.IsAsked && !server.IsAskedInTls && server.Value("port") is null) is { } server)
        {
            yield return new Finding(
                front.Backend.Check?.At ?? server.At,
                $"haproxy on {front.Host} checks the kube-apiservers by HTTP without TLS, which they answer with 400")
            {
                Hint = "write \"check check-ssl verify none\" on every server line, and capture the host again",
                Related = [new RelatedPlace("this server is checked without TLS", server.At)],
            };
        }
    }

    private static Finding WithoutCertificate(HaproxyFront front, Flag flag) =>
        new(
            front.Backend.Check?.At ?? front.Backend.Section.At,
            $"haproxy on {front.Host} checks the kube-apiservers by HTTP without a certificate, which they refuse")
        {
            Related = [new RelatedPlace("anonymous requests are refused here", flag.At)],
        };
}
