using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Generator.Core.Reading.Originals;

/// <summary>Reads the subject of a certificate, in the form of capture.json: the common name first, then the organisations.</summary>
internal static class CertificateSubject
{
    private const string NodePrefix = "CN=system:node:";

    // Every kubeconfig is followed on every host that has it, and OpenSSL needs a millisecond for each certificate.
    private static readonly ConcurrentDictionary<string, string?> Known = new(StringComparer.Ordinal);

    /// <summary>Whether a subject is a kubelet's identity, in the form that the node authorizer requires.</summary>
    internal static bool IsNode(string? subject) => subject is not null && subject.StartsWith(NodePrefix, StringComparison.Ordinal);

    /// <summary>The subject of the certificate in a base64 text, as a kubeconfig embeds it; null if it is not a certificate.</summary>
    internal static string? OfBase64(string text)
    {
        try
        {
            return OfPem(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The subject of the first certificate of a PEM text; null if it has none.</summary>
    internal static string? OfPem(string pem) => Known.GetOrAdd(pem, Read);

    private static string? Read(string pem)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem);
            return Subject.Of(certificate.SubjectName).ToString();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
