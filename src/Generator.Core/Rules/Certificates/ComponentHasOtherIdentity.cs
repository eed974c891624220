using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class ComponentHasOtherIdentity
{
    // kube-proxy's own certificate, as if it had been put into another kubeconfig by mistake.
    private const string Pem = """
        -----BEGIN CERTIFICATE-----
        MIIDUzCCAjugAwIBAgIUelLrflda5rHrVaiYja6yZ8FgoK4wDQYJKoZIhvcNAQEL
        BQAwJjEMMAoGA1UECgwDazhzMRYwFAYDVQQDDA1rdWJlcm5ldGVzLWNhMB4XDTIx
        MDUxMDAxMzIwMFoXDTQxMDUwNTAxMzIwMFowKjEMMAoGA1UECgwDazhzMRowGAYD
        VQQDDBFzeXN0ZW06a3ViZS1wcm94eTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
        AQoCggEBAJjonSr9wXK8zxvH/VPHuUK+04mmKlOMHYtyjKBYWlvAuquiuVGB/J0b
        vrOOiGt2btXmSvcyWT6/BoYzo1OT52XKo24haMA8jz8XZ13nYeNmXVjSjRYkHrEC
        vdxRkP26QLAfs/9MVA3JPuP/i3Nswc1VL4PGLvUgVf2NLEXuYMgrAJw1UXRND+ff
        MtvcOsdUEOquJfl+I6wkuMywQn4y33Ct8k2PmCkcm1l7R2gPvutRrdC+rSM7qjlh
        M6geCoQUEy0vOXxDZCpstDurfUYG7FxqKAYQkTR+smVluU1BZU6c5VUbRzDBrXqB
        GjD/PTqOdvUt1ZFYgwukcRUN8jafVp0CAwEAAaN1MHMwDAYDVR0TAQH/BAIwADAO
        BgNVHQ8BAf8EBAMCBaAwHQYDVR0OBBYEFCQjqBJ1s1/jgan/ws6MoRXUqgGKMB8G
        A1UdIwQYMBaAFAACmmpPNo+hKSdmsxLvTZM4U9zIMBMGA1UdJQQMMAoGCCsGAQUF
        BwMCMA0GCSqGSIb3DQEBCwUAA4IBAQBAhIEBqgexGQzwRk8csouOkyqbuvHrNijd
        galh2tM3TDZGRi4q7pAXB6/9ANgcylWBfkMjXS+09u0YciQvfV2RMh5QxYPj8XTn
        3a/LocYgl5zYzrXZPaDi9G7asA5BfZrwtheux1EhJ6W3IdewSfILBJyr5TDayx7d
        wpb9abRGOLtknQKgiLoVsy5LnDOAfU48lHCz+DNncfVActbb8Zxe/rtQWtUW9n7O
        R2cYaFmf6hMbNGAUz6rN7Mz8hIAQMeGsEMGAKG4lZiUdWF9XGO0BeKJy2sagQC/+
        cZOanQ48NBBqyh2UZTALQI+fM79moMBZU3FUmlpmTnlkp9FpbM/V
        -----END CERTIFICATE-----

        """;

    internal static readonly Rule Rule = new(
        "CRT008",
        Severity.Warning,
        "a component uses another identity",
        "A component's rights are bound to its name. Under another name its requests are forbidden, or it has rights that it should not have.",
        "give it a kubeconfig whose certificate holds the component's own name, and capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            "client-certificate-data: ",
            $"client-certificate-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(Pem))} # "),
        Example.With(),
        Check);

    // Members of this group may do everything (kubernetes.io, "Using RBAC Authorization").
    private const string Masters = "system:masters";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from identity in ClientIdentity.All(cluster)
        let expected = NameOf(identity.Kind)
        where expected is not null
            && identity.Shown is [var own, ..]
            && own.Subject.CommonName != expected
            && !own.Subject.Organisations.Contains(Masters)
        select new Finding(
            identity.At,
            $"{ComponentNames.Program(identity.Kind ?? default)} of {identity.Host} acts as {identity.Shown[0].Subject}, expected {expected}");

    private static string? NameOf(ComponentKind? kind) => kind switch
    {
        ComponentKind.ControllerManager or ComponentKind.Scheduler or ComponentKind.KubeProxy => $"system:{ComponentNames.Program(kind.Value)}",
        _ => null,
    };
}
