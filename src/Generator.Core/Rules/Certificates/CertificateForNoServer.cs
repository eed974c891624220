using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class CertificateForNoServer
{
    // The scheduler's own certificate: it is signed by the right CA, but only for a client.
    private const string Pem = """
        -----BEGIN CERTIFICATE-----
        MIIDYjCCAkqgAwIBAgIUIjpUSCScByRcEjKJblZVu1COPsMwDQYJKoZIhvcNAQEL
        BQAwJjEMMAoGA1UECgwDazhzMRYwFAYDVQQDDA1rdWJlcm5ldGVzLWNhMB4XDTIx
        MDUxMDAxMzIwMFoXDTQxMDUwNTAxMzIwMFowOTEXMBUGA1UECgwOc3lzdGVtOm1h
        c3RlcnMxHjAcBgNVBAMMFXN5c3RlbTprdWJlLXNjaGVkdWxlcjCCASIwDQYJKoZI
        hvcNAQEBBQADggEPADCCAQoCggEBALQNzYQ2GrVizhq2udUTtLbxKelIm4i0+Qix
        0FBNWGJip2wCPyg3zxgMC91SG3MCoLxC7uJeSe/6pexMyDgiZqLDkAZNFLAhOo7X
        eec2yCiDx8ipIu+bxMYE6R9mwKxdkXhLCKIW91dHc/p3V2oV1fitLhEPHADCQljD
        9wINfESMejkaWLwoPF2KRlVu2g1aq7e7g9cAlEjWYo08mt56yOmEAQHakxCn+RkE
        EZ4cn/pCEWO6jgN9g263iHVAxTIKsVmgFTLLMzolUXVWCjeliqZ9XUY7llFR4yBk
        C/B/ccb8sOaBaZG0jW2ro3KrU2Mt+9V+YwlV4PxkQZcEbZMdbJ0CAwEAAaN1MHMw
        DAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCBaAwHQYDVR0OBBYEFBBLIxtP55cW
        V4PJeR8X5dm3ciSAMB8GA1UdIwQYMBaAFAACmmpPNo+hKSdmsxLvTZM4U9zIMBMG
        A1UdJQQMMAoGCCsGAQUFBwMCMA0GCSqGSIb3DQEBCwUAA4IBAQBvnGRa4EUdnn5P
        1NpvWcbWGpO+TiyGBkPwW5oRSJF7y/x0btrBcHXYLDXv8FWdxfuG0dycRZ4vaGK7
        L6hAsZjBahU05pjpY9ZKQpail232b8iluk7Ft8yaY8DaFG/tgcNpSDZdngD5mlml
        ZO1Revk928s78CXQ77j9cQKPHhfVP9fVuWAq4kH+pcJQp2ZFY72Ez6A5+eyynMJj
        bzRoV7vjAjuyAbhN7azSAllQKiOXVS8H3HL9AmI+fBmIlh3yQaNzc2lzm3Qp2T3B
        0LkIjZFMohSwj6B3tvbiZR6zhi9Rme7EPQfsfd7YPxmeFja8es6vcfB5qER6fdVM
        5vBwwDfb
        -----END CERTIFICATE-----

        """;

    internal static readonly Rule Rule = new(
        "CRT004",
        Severity.Error,
        "the kube-apiserver's certificate is not valid for a server",
        "A client refuses a certificate without serverAuth in its extended key usage, whatever names it holds.",
        "issue it again with serverAuth; \"haplane check --reissue DIR\" writes the CSR and the commands",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/ssl/server.pem",
            "-----BEGIN CERTIFICATE-----\n",
            $"{Pem}-----BEGIN CERTIFICATE-----\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (NamedCertificate.Of(cluster, NamedCertificate.Serving) is { Own: { } own } named && !own.IsFor(Purpose.Server))
            yield return new Finding(named.At, $"the kube-apiserver's certificate {named.Path} ({own.Subject}) lacks the usage serverAuth");
    }
}
