using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class CertificateForNoClient
{
    // A certificate of etcd for a server only; its key was thrown away.
    private const string Pem = """
        -----BEGIN CERTIFICATE-----
        MIIBhjCCASugAwIBAgIQJQrOlHeI1kbblaYLTfvrvjAKBggqhkjOPQQDAjASMRAw
        DgYDVQQDDAdldGNkLWNhMB4XDTI2MTEyMzE2NTkxOVoXDTQwMDgwMTE2NTkxOVow
        HjENMAsGA1UECgwEZXRjZDENMAsGA1UEAwwEZXRjZDBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABAaD//tW+4LALV2+9x8y57rbfLbgJ37cVzSHMVYa/I4djB29DsVy
        1ZAOz5y/khZBwsHDPaJeVq8LxzJEDA9ptqajVzBVMBMGA1UdJQQMMAoGCCsGAQUF
        BwMBMB0GA1UdDgQWBBT1sYjjDEwczOEgJM3kOgwosK5YAjAfBgNVHSMEGDAWgBTv
        baKX7/eH+e4ytb3NNIHrT12GaDAKBggqhkjOPQQDAgNJADBGAiEAnKky933PW5a6
        WRx1z/whU64uohBSuVwCQYOzwNP5dsACIQCZZHwDj/SksHXyEIOZ0o5ypTQELXm0
        6wAykwP5J0EcQQ==
        -----END CERTIFICATE-----

        """;

    internal static readonly Rule Rule = new(
        "CRT005",
        Severity.Warning,
        "a client certificate is not valid for a client",
        "A server that checks its clients refuses a certificate without clientAuth in its extended key usage. It reports only that access is denied.",
        "issue it again with clientAuth, and capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/etcd/ssl/server.pem",
            "-----BEGIN CERTIFICATE-----\n",
            $"{Pem}-----BEGIN CERTIFICATE-----\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        OfApiserver(cluster).Concat(OfKubeconfigs(cluster));

    private static IEnumerable<Finding> OfApiserver(Cluster cluster) =>
        from flag in NamedCertificate.Clients
        let named = NamedCertificate.Of(cluster, flag)
        where named?.Own?.IsFor(Purpose.Client) == false
        select new Finding(named.At, $"the certificate {named.Path} of --{flag} lacks the usage clientAuth");

    private static IEnumerable<Finding> OfKubeconfigs(Cluster cluster) =>
        from identity in ClientIdentity.All(cluster)
        where identity.Shown is [var own, ..] && !own.IsFor(Purpose.Client)
        select new Finding(identity.At, $"the client certificate of {identity} lacks the usage clientAuth");
}
