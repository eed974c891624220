using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class KeyOfNoCertificate
{
    internal static readonly Rule Rule = new(
        "SEC002",
        Severity.Error,
        "a private key does not match its certificate",
        "haplane knows a private key only by publicKeySha256 in capture.json. A component whose key and certificate do not match does not start.",
        "run \"openssl pkey -in KEY -pubout -outform DER | sha256sum\" on the host, and write its digest into capture.json",
        Example.With().Changing(
            "k8s-master1/capture.json",
            "\"publicKeySha256\": \"9e92445d5ece06a53de525dc51c4f059306aa05424a0e88181b95593caa4ab41\"",
            "\"publicKeySha256\": \"0000445d5ece06a53de525dc51c4f059306aa05424a0e88181b95593caa4ab41\""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Installations.Values.SelectMany(Pairs);

    private static IEnumerable<Finding> Pairs(Installation installation) =>
        from pair in KeyPair.Of(installation)
        let key = installation.Capture.Seen(pair.Key)
        where key?.PublicKeySha256 is not null
        let file = installation.Capture.Open(pair.Certificate)
        where file is not null && PublicKey.OfContent(file) is { } expected && expected != key.PublicKeySha256
        select new Finding(key.At, $"publicKeySha256 of {pair.Key} does not match the certificate {pair.Certificate} ({pair.NamedBy})")
        {
            Hint = $"run \"openssl pkey -in {pair.Key} -pubout -outform DER | sha256sum\" on {installation.Capture.Host}; write that digest into "
                + "capture.json, or put the right key and certificate in place and capture both again",
        };
}
