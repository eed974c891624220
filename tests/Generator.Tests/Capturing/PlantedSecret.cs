namespace Generator.Tests.Capturing;

/// <summary>A secret in a file of a host, and what may leave of the file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Content">Its content, with the secret in it.</param>
/// <param name="Expected">What is to be taken of it.</param>
internal sealed record PlantedSecret(string Path, string Content, string Expected)
{
    /// <summary>What must not be in anything that leaves.</summary>
    internal const string Secret = "c5f00d0123456789abcdef";

    private const string Jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c5f00d0123456789abcdef";
    private const string Bootstrap = "c5f00d.c5f00d0123456789";

    /// <summary>One whose expected text, where it is empty, is that in which the word takes the secret's place.</summary>
    internal static PlantedSecret Of(string path, string frame, string content, string expected) =>
        new(path, Filled(In(frame, content)), Redacted(In(frame, expected.Length > 0 ? expected : content)));

    private static string In(string frame, string content) => frame.Replace("%", content, StringComparison.Ordinal);

    private static string Filled(string text) =>
        text.Replace("JWT", Jwt, StringComparison.Ordinal)
            .Replace("BT", Bootstrap, StringComparison.Ordinal)
            .Replace("SECRET", Secret, StringComparison.Ordinal);

    private static string Redacted(string text)
    {
        foreach (var word in new[] { "JWT", "BT", "SECRET", "RED" })
            text = text.Replace(word, "haplane-redacted", StringComparison.Ordinal);
        return text;
    }
}
