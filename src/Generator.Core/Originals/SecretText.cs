using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>Recognises secrets in the bytes of a file: private keys, also in base64, and the secret scalars of a kubeconfig.</summary>
internal static class SecretText
{
    private static readonly string[] SecretKeys = ["client-key-data", "token", "password"];

    /// <summary>Whether a private key stands in the bytes, as PEM or as PEM in base64.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("PRIVATE KEY-----"u8) >= 0
        // "-----BEGIN " in base64 is always the same; what follows tells a key from a certificate.
        || bytes.IndexOf("LS0tLS1CRUdJTiBSU0EgUFJJVkFURS"u8) >= 0
        || bytes.IndexOf("LS0tLS1CRUdJTiBQUklWQVRFI"u8) >= 0
        || bytes.IndexOf("LS0tLS1CRUdJTiBFQyBQUklWQVRFI"u8) >= 0;

    /// <summary>Whether a kubeconfig holds a secret scalar that is not redacted.</summary>
    internal static bool IsInKubeconfig(SourceFile file) =>
        Content.Document(file) is { } document
        && Kubeconfig.Of(document) is not null
        && ConfigScalars.All(document, "").Any(pair => IsSecretKey(pair.Key) && !pair.Scalar.IsEmpty && pair.Scalar.Value != HostCapture.Redacted);

    private static bool IsSecretKey(string key) => SecretKeys.Contains(key[(key.LastIndexOf('.') + 1)..]);
}
