using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>Recognises secrets that nobody redacted: private keys anywhere, and in files of secrets whatever stands in a secret's place.</summary>
internal static class SecretText
{
    // What holds a secret in a kubeconfig (client-go, clientcmd API) and in an EncryptionConfiguration.
    private static readonly string[] SecretKeys =
    [
        "client-key-data", "token", "password", "id-token", "refresh-token", "access-token", "client-secret", "secret",
    ];

    /// <summary>Whether a private key stands in the bytes, as PEM or as PEM in base64.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("PRIVATE KEY-----"u8) >= 0
        // "-----BEGIN " in base64 is always the same; what follows tells a key from a certificate.
        || bytes.IndexOf("LS0tLS1CRUdJTiBSU0EgUFJJVkFURS"u8) >= 0
        || bytes.IndexOf("LS0tLS1CRUdJTiBQUklWQVRFI"u8) >= 0
        || bytes.IndexOf("LS0tLS1CRUdJTiBFQyBQUklWQVRFI"u8) >= 0;

    /// <summary>Whether a kubeconfig or an encryption configuration holds a secret scalar that is not redacted.</summary>
    internal static bool IsInDocument(SourceFile file) =>
        (Content.Kubeconfig(file) is not null || Content.Document(file)?.FindScalar("kind")?.Value is "EncryptionConfig" or "EncryptionConfiguration")
        && Content.Roots(file).SelectMany(root => ConfigScalars.All(root, "")).Any(pair => IsSecretKey(pair.Key) && IsOpen(pair.Scalar.Value, pair.Scalar.IsEmpty));

    /// <summary>Whether the first column of a table of tokens or passwords (kubernetes.io, static token file) is not redacted.</summary>
    internal static bool IsInTable(SourceFile file) =>
        file.Text.Split('\n').Select(line => line.Split(',')[0].Trim().Trim('"')).Any(secret => IsOpen(secret, secret.Length == 0 || secret.StartsWith('#')));

    /// <summary>Whether a balancer's file holds a password that is not redacted: keepalived's auth_pass, haproxy's stats auth and users.</summary>
    internal static bool IsInBalancer(string path, SourceFile file) => path switch
    {
        VrrpInstance.Configuration => KeepalivedFile.Parse(file).SelectMany(statement => statement.Find("auth_pass")).Any(statement => IsOpen(statement.Words.ElementAtOrDefault(1) ?? "", statement.Words.Length < 2)),
        HaproxyFront.Configuration => HaproxyFile.Parse(file).SelectMany(section => section.Lines).Any(line => line.Words switch
        {
            ["stats", "auth", var secret, ..] => IsOpen(secret, isNothing: false),
            ["user", _, "password" or "insecure-password", var secret, ..] => IsOpen(secret, isNothing: false),
            _ => false,
        }),
        _ => false,
    };

    private static bool IsOpen(string value, bool isNothing) => !isNothing && value != HostCapture.Redacted;

    private static bool IsSecretKey(string key) => SecretKeys.Contains(key[(key.LastIndexOf('.') + 1)..]);
}
