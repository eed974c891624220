using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>The facts about a certificate (RFC 5280).</summary>
/// <param name="Subject">Its owner.</param>
/// <param name="EncodedSubject">Its owner, encoded.</param>
/// <param name="EncodedIssuer">Its signer, encoded.</param>
/// <param name="PublicKey">The public key (SubjectPublicKeyInfo).</param>
/// <param name="DnsNames">The DNS names in it.</param>
/// <param name="Addresses">The addresses in it, in canonical form.</param>
/// <param name="KeyUsages">The allowed uses of its key; null if it lists none.</param>
/// <param name="Purposes">The object identifiers of its extended key usage; null if it is valid for every purpose.</param>
/// <param name="NotBefore">The start of its validity, in UTC.</param>
/// <param name="NotAfter">The end of its validity, in UTC.</param>
internal sealed record Certificate(
    ReadOnlyMemory<byte> Encoded,
    Subject Subject,
    ReadOnlyMemory<byte> EncodedSubject,
    ReadOnlyMemory<byte> EncodedIssuer,
    ReadOnlyMemory<byte> PublicKey,
    ImmutableArray<string> DnsNames,
    ImmutableArray<string> Addresses,
    X509KeyUsageFlags? KeyUsages,
    ImmutableArray<string>? Purposes,
    DateTime NotBefore,
    DateTime NotAfter)
{
    // All kubeconfigs of a cluster contain the same few certificates, and every rule reads them. OpenSSL needs a millisecond for each.
    private static readonly ConcurrentDictionary<string, ImmutableArray<Certificate>> Known = new(StringComparer.Ordinal);

    /// <summary>The certificates of a PEM text, in order; none if it has none or one of them cannot be read.</summary>
    internal static ImmutableArray<Certificate> AllOf(string pem) => Known.GetOrAdd(pem, Read);

    private static ImmutableArray<Certificate> Read(string pem)
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(pem);
            return [.. read.Cast<X509Certificate2>().Select(Of)];
        }
        catch (CryptographicException)
        {
            return [];
        }
        finally
        {
            foreach (var certificate in read)
                certificate.Dispose();
        }
    }

    /// <summary>Whether it is valid for a purpose, or does not limit its purposes.</summary>
    internal bool IsFor(string purpose) => Purposes is not { } given || given.Contains(purpose) || given.Contains(Purpose.Any);

    /// <summary>Whether a client that uses this name or address accepts it; the common name does not count (Go 1.15 and later).</summary>
    internal bool Names(string wanted) => Address.TryParse(wanted, out var address)
        ? Addresses.Contains(address.Text)
        : DnsNames.Any(name => Covers(name, wanted));

    private static bool Covers(string name, string wanted) =>
        string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase)
        // A star stands for exactly the first label.
        || (name.StartsWith("*.", StringComparison.Ordinal)
            && wanted.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && string.Equals(name[1..], wanted[dot..], StringComparison.OrdinalIgnoreCase));

    private static Certificate Of(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        return new Certificate(
            certificate.RawDataMemory.ToArray(),
            Subject.Of(certificate.SubjectName),
            certificate.SubjectName.RawData,
            certificate.IssuerName.RawData,
            certificate.PublicKey.ExportSubjectPublicKeyInfo(),
            [.. names?.EnumerateDnsNames() ?? []],
            [.. (names?.EnumerateIPAddresses() ?? []).Select(Canonical)],
            certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault()?.KeyUsages,
            PurposesOf(certificate),
            certificate.NotBefore.ToUniversalTime(),
            certificate.NotAfter.ToUniversalTime());
    }

    private static string Canonical(IPAddress address) => Address.TryParse(address.ToString(), out var parsed) ? parsed.Text : address.ToString();

    private static ImmutableArray<string>? PurposesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is { } extension
            ? [.. extension.EnhancedKeyUsages.Cast<Oid>().Select(purpose => purpose.Value).OfType<string>()]
            : null;
}
