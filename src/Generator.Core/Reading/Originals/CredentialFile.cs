using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// Recognizes by its content a file that never leaves the hosts: a private key, a file of tokens or passwords, an encryption
/// configuration, a kubeconfig with credentials.
/// </summary>
public static class CredentialFile
{
    /// <summary>The number of bytes that are checked together. A larger file is checked in parts that overlap.</summary>
    public const int Part = 16 << 20;

    /// <summary>The number of bytes of a part that are checked again with the next one.</summary>
    public const int Overlap = 64 << 10;

    /// <summary>The kind of secret in the file and its place, such as <c>a private key, on line 1</c>; null if there is none.</summary>
    /// <param name="content">Its bytes, or a part of them.</param>
    public static string? Find(string path, ReadOnlyMemory<byte> content)
    {
        if (content.Span.Contains((byte)0))
            return PrivateKeyText.IsBinary(content.Span) ? OpenSecret.PrivateKey : null;
        var file = new SourceFile(path, content);
        if (SecretText.KindOf(file) is { } document && SecretText.Of(file).FirstOrDefault(SecretText.IsCredential) is { } credential)
            return On(document, file, credential.Start);
        if (PrivateKeyText.In(ByteText.Of(content.Span)).Select(start => (int?)start).FirstOrDefault() is { } key)
            return On(OpenSecret.PrivateKey, file, key);
        return SecretText.IsTable(file) && SecretText.InTable(file).FirstOrDefault() is { } first
            ? On("a table of tokens or passwords", file, first.Start)
            : null;
    }

    private static string On(string what, SourceFile file, int start) => $"{what}, on line {file.PositionOf(start).Line}";
}
