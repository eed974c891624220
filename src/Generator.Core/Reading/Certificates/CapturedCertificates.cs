using System.Collections.Immutable;
using System.Text;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>Finds the certificates in a capture.</summary>
internal static class CapturedCertificates
{
    /// <summary>The certificates of the file at a path, links followed; none if it was not captured or contains none.</summary>
    internal static ImmutableArray<Certificate> At(HostCapture capture, string path) =>
        capture.Open(path) is { } file ? Certificate.AllOf(file.Text) : [];

    /// <summary>The certificates in a base64 text, as a kubeconfig embeds them; none if it contains none.</summary>
    internal static ImmutableArray<Certificate> InBase64(string text)
    {
        try
        {
            return Certificate.AllOf(Encoding.ASCII.GetString(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
