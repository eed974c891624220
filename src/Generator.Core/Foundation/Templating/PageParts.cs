using System.Security.Cryptography;
using System.Text;

namespace Generator.Core.Foundation.Templating;

/// <summary>What an HTML page carries besides its content: the style that all pages share, its own, and its script.</summary>
/// <param name="Style">The text of its style element.</param>
/// <param name="Script">The text of its script element; empty for none.</param>
internal sealed record PageParts(string Style, string Script)
{
    private const string Folder = "pages/";

    /// <summary>The parts of a page, each an embedded file.</summary>
    /// <param name="page">Its name.</param>
    /// <param name="hasScript">Whether it has a script.</param>
    internal static PageParts Of(string page, bool hasScript = false) => new(
        Templates.Embedded($"{Folder}page.css") + Templates.Embedded($"{Folder}{page}.css"),
        hasScript ? Templates.Embedded($"{Folder}{page}.js") : "");

    /// <summary>The Content-Security-Policy: the browser loads nothing, and obeys this style and this script alone.</summary>
    internal string Policy => $"default-src 'none'; img-src data:; style-src {Source(Style)}; script-src {Source(Script)}; base-uri 'none'; "
        + "form-action 'none'";

    private static string Source(string text) =>
        text.Length == 0 ? "'none'" : $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
