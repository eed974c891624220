using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Generator.Tests.Golden;

/// <summary>
/// Digests inside the files of a folder, as the path of the file that has them: <c>{sha256 of PATH}</c>. So a digest in a patch differs only
/// where it is of another file. Texts are bytes as Latin-1.
/// </summary>
internal static partial class FileDigests
{
    internal static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Names the digests of these files, which may be more files than those that are compared.</summary>
    internal static ImmutableSortedDictionary<string, string> Name(
        ImmutableSortedDictionary<string, string> files, IEnumerable<(string Path, string Digest)> digests)
    {
        var owners = digests
            .GroupBy(file => file.Digest, file => file.Path, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Order(StringComparer.Ordinal).First(), StringComparer.Ordinal);
        return Map(
            files, text => Sha256().Replace(text, match => owners.TryGetValue(match.Value, out var owner) ? $"{{sha256 of {owner}}}" : match.Value));
    }

    /// <summary>The opposite, by the content of the files; a file whose digest is asked for names none itself.</summary>
    internal static ImmutableSortedDictionary<string, string> Resolve(ImmutableSortedDictionary<string, string> files) =>
        Map(files, text => Named().Replace(text, match => Of(Encoding.Latin1.GetBytes(files[match.Groups[1].Value]))));

    private static ImmutableSortedDictionary<string, string> Map(ImmutableSortedDictionary<string, string> files, Func<string, string> text) =>
        files.ToImmutableSortedDictionary(file => file.Key, file => text(file.Value), StringComparer.Ordinal);

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Sha256();

    [GeneratedRegex("{sha256 of ([^}]*)}")]
    private static partial Regex Named();
}
