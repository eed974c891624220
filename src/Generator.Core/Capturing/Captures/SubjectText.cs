using System.Globalization;
using System.Text;

namespace Generator.Core.Capturing.Captures;

/// <summary>
/// Converts the subject of a certificate from openssl's form (RFC 2253) to that of capture.json: the common name first, then the
/// organisations.
/// </summary>
internal static class SubjectText
{
    private const string CommonName = "CN=";

    /// <summary>The subject; unchanged if it has no common name.</summary>
    internal static string OfRfc2253(string subject)
    {
        var parts = Parts(subject).ToArray();
        return parts.FirstOrDefault(part => part.StartsWith(CommonName, StringComparison.Ordinal)) is { } common
            ? string.Join(',', parts.Where(part => part.StartsWith("O=", StringComparison.Ordinal)).Prepend(common))
            : subject;
    }

    // A backslash comes before a character that would end the part, or before a byte in hexadecimal.
    private static IEnumerable<string> Parts(string subject)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < subject.Length; i++)
        {
            if (subject[i] == ',')
            {
                yield return Take(bytes);
            }
            else if (subject[i] == '\\' && Hexadecimal(subject, i + 1) is { } value)
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                if (subject[i] == '\\' && i + 1 < subject.Length)
                    i++;
                bytes.AddRange(Encoding.UTF8.GetBytes(Rune.TryGetRuneAt(subject, i, out var rune) ? rune.ToString() : "\uFFFD"));
                i += rune.IsBmp ? 0 : 1;
            }
        }

        yield return Take(bytes);
    }

    private static byte? Hexadecimal(string text, int at) =>
        at + 2 <= text.Length && byte.TryParse(text.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    // A certificate may contain any character in a name; a report contains none that acts on a terminal.
    private static string Take(List<byte> bytes)
    {
        var text = string.Concat(Encoding.UTF8.GetString([.. bytes]).Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
        bytes.Clear();
        return text;
    }
}
