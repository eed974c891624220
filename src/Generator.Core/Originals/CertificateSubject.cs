using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Generator.Core.Originals;

/// <summary>Reads the subject of a certificate, in the form of capture.json: the common name first, then the organisations.</summary>
internal static class CertificateSubject
{
    private const string NodePrefix = "CN=system:node:";

    // Every kubeconfig of a component is followed on every host that has it; OpenSSL takes a millisecond for each certificate.
    private static readonly ConcurrentDictionary<string, string?> Known = new(StringComparer.Ordinal);

    /// <summary>Whether a subject is a kubelet's identity: the form that the node authorizer asks for.</summary>
    internal static bool IsNode(string? subject) => subject is not null && subject.StartsWith(NodePrefix, StringComparison.Ordinal);

    /// <summary>The subject of the certificate in a base64 text, as a kubeconfig embeds it; null where it is none.</summary>
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

    /// <summary>The subject of the first certificate of a PEM text; null where it has none.</summary>
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
