using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class CertificateNotTrusted
{
    // It has all names and usages, but another CA signed it; its key was thrown away.
    private const string Pem = """
        -----BEGIN CERTIFICATE-----
        MIICUDCCAfagAwIBAgIQaxnk02Nw/JRp9fUed9HNGjAKBggqhkjOPQQDAjATMREw
        DwYDVQQDDAhvdGhlci1jYTAeFw0yNjExMjMxNjU5MTlaFw00MDA4MDExNjU5MTla
        MCMxDDAKBgNVBAoMA2s4czETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABB45WlbZwUP7L/t2+IqoqIIxDfDLv4AFoZ7dxxRHNGvs
        QJmA2xePc2ngE2y7wpk42v7ag3EoQvfr6/8Fx5r80Z+jggEaMIIBFjAdBgNVHSUE
        FjAUBggrBgEFBQcDAQYIKwYBBQUHAwIwgbQGA1UdEQSBrDCBqYILazhzLW1hc3Rl
        cjGCC2s4cy1tYXN0ZXIyggtrOHMtbWFzdGVyM4cEwKgDq4cEwKgDrIcEwKgDrYcE
        wKgDyYcEfwAAAYcECgAAAYIKa3ViZXJuZXRlc4ISa3ViZXJuZXRlcy5kZWZhdWx0
        ghZrdWJlcm5ldGVzLmRlZmF1bHQuc3ZjgiRrdWJlcm5ldGVzLmRlZmF1bHQuc3Zj
        LmNsdXN0ZXIubG9jYWwwHQYDVR0OBBYEFM2Tl9OUOSpy7642wSd0RE9IvqJUMB8G
        A1UdIwQYMBaAFK8Aj+eCSF9ihmE+P1AeOoq+oYprMAoGCCqGSM49BAMCA0gAMEUC
        IARuIeU7tE5A6+uRQsxgyiQALlOFXkfN1dS0cl6c360fAiEAvyp7zpUIElJ7cwO0
        4Y2N290ONxbDgZDU8wV0SQnKTEU=
        -----END CERTIFICATE-----

        """;

    internal static readonly Rule Rule = new(
        "CRT006",
        Severity.Error,
        "the CA that clients trust did not sign the kube-apiserver's certificate",
        "Components that trust a different CA cannot connect to the kube-apiserver; neither can pods that are given that CA.",
        "install a certificate signed by the cluster's CA there, or give the clients the CA that signed it, and capture the hosts again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/ssl/server.pem",
            "-----BEGIN CERTIFICATE-----\n",
            $"{Pem}-----BEGIN CERTIFICATE-----\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { Own: { } own } named)
            return [];
        var refusing = Trust.OfClients(cluster).Where(trust => Signature.LeadsTo(named.Shown, trust.Roots) == false).ToArray();
        return refusing.Length == 0 ? [] :
        [
            new Finding(named.At, $"the kube-apiserver's certificate {named.Path} ({own.Subject}) is not signed by the CA of {refusing[0].Owner}")
            {
                Related = [.. refusing.Select(trust => new RelatedPlace($"the CA of {trust.Owner} did not sign it", trust.At))],
            },
        ];
    }
}
