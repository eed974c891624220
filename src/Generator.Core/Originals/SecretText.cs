using System.Collections.Immutable;
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

    /// <summary>
    /// Where a balancer's file holds a password that is not redacted: keepalived's auth_pass, haproxy's stats auth, users and headers of
    /// authorization. A copy beside the file, or a part that it includes, is no better.
    /// </summary>
    internal static IEnumerable<Location> InBalancer(string path, SourceFile file) =>
        path.Contains("keepalived", StringComparison.OrdinalIgnoreCase)
            ? KeepalivedFile.Parse(file).SelectMany(statement => statement.All).Where(statement => Behind(statement.Words, "auth_pass").Any(IsOpen)).Select(statement => statement.At)
            : path.Contains("haproxy", StringComparison.OrdinalIgnoreCase)
                ? HaproxyFile.Lines(file).Where(line => InHaproxy(line.Words).Any(IsOpen)).Select(line => line.At)
                : [];

    private static IEnumerable<string> InHaproxy(ImmutableArray<string> words) => words switch
    {
        ["stats", "auth", var account, ..] => [account],
        ["user", ..] => Behind(words, "password").Concat(Behind(words, "insecure-password")),
        ["http-check", ..] => Behind(words, "Authorization").Select(WithoutScheme),
        ["http-request", "set-header" or "add-header", var header, var value, ..] when header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !value.Contains('%') => [WithoutScheme(value)],
        // Before there was http-check send, a header stood behind the version.
        ["option", "httpchk", ..] => words.SelectMany(word => word.Split("\r\n")).Where(header => header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)).Select(header => WithoutScheme(header["Authorization:".Length..].Trim())),
        _ => [],
    };

    private static IEnumerable<string> Behind(ImmutableArray<string> words, string keyword) =>
        words.Skip(1).Where((_, index) => words[index].Equals(keyword, StringComparison.OrdinalIgnoreCase));

    private static string WithoutScheme(string value) => value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    private static bool IsOpen(string value) => IsOpen(value, isNothing: false);

    private static bool IsOpen(string value, bool isNothing) => !isNothing && value != HostCapture.Redacted;

    private static bool IsSecretKey(string key) => SecretKeys.Contains(key[(key.LastIndexOf('.') + 1)..]);
}
