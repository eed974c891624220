using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Generator.Core.Reading.Certificates;

/// <summary>Writes the parts of an openssl configuration (config(5), x509v3_config(5)).</summary>
internal static class OpensslText
{
    /// <summary>The names of the key usages.</summary>
    internal static ImmutableArray<(X509KeyUsageFlags Flag, string Name)> KeyUsages { get; } =
    [
        (X509KeyUsageFlags.DigitalSignature, "digitalSignature"),
        (X509KeyUsageFlags.NonRepudiation, "nonRepudiation"),
        (X509KeyUsageFlags.KeyEncipherment, "keyEncipherment"),
        (X509KeyUsageFlags.DataEncipherment, "dataEncipherment"),
        (X509KeyUsageFlags.KeyAgreement, "keyAgreement"),
        (X509KeyUsageFlags.KeyCertSign, "keyCertSign"),
        (X509KeyUsageFlags.CrlSign, "cRLSign"),
        (X509KeyUsageFlags.EncipherOnly, "encipherOnly"),
        (X509KeyUsageFlags.DecipherOnly, "decipherOnly"),
    ];

    /// <summary>The short name of an object identifier if it has a usual one.</summary>
    internal static string NameOf(string identifier) => identifier switch
    {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        Purpose.Server => "serverAuth",
        Purpose.Client => "clientAuth",
        _ => identifier,
    };

    /// <summary>Whether a text can be written: no character in it ends a line or acts on a terminal.</summary>
    internal static bool CanWrite(string text) =>
        text.Length > 0 && !text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.OtherNotAssigned);

    /// <summary>A value, written so that openssl reads this text.</summary>
    internal static string Of(string text) =>
        // A backslash before a letter would be an escape, so only special characters get one. A space at an end would be removed.
        string.Concat(
            text.Select(
                (c, i) => c is '\\' or '$' or '#' or '"' or '\'' or '`' || (c == ' ' && (i == 0 || i == text.Length - 1)) ? $"\\{c}" : $"{c}"));
}
