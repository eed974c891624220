using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Generator.Core.Reading.Originals;

/// <summary>The owner of a certificate: its distinguished name.</summary>
/// <param name="Parts">The parts in their encoded order, by object identifier; null if one cannot be written as a text.</param>
internal sealed record Subject(ImmutableArray<SubjectPart>? Parts)
{
    private const string Common = "2.5.4.3";
    private const string Organisation = "2.5.4.10";

    /// <summary>The common name, which is the user in Kubernetes; empty if there is none.</summary>
    internal string CommonName => Values(Common).LastOrDefault() ?? "";

    /// <summary>The organisations, which are the groups in Kubernetes.</summary>
    internal IEnumerable<string> Organisations => Values(Organisation);

    /// <summary>The form of capture.json: common name first, then the organisations, which openssl prints from the last one on.</summary>
    public override string ToString() => $"CN={CommonName}{string.Concat(Organisations.Reverse().Select(name => $",O={name}"))}";

    /// <summary>Reads a distinguished name.</summary>
    internal static Subject Of(X500DistinguishedName name)
    {
        try
        {
            var parts = name.EnumerateRelativeDistinguishedNames(reversed: false).Select(PartOf).ToArray();
            return new Subject(parts.Any(part => part is null) ? null : [.. parts.OfType<SubjectPart>()]);
        }
        catch (CryptographicException)
        {
            return new Subject(Parts: null);
        }
    }

    private static SubjectPart? PartOf(X500RelativeDistinguishedName part) =>
        !part.HasMultipleElements && part.GetSingleElementType().Value is { } type && part.GetSingleElementValue() is { } value
            ? new SubjectPart(type, value)
            : null;

    private IEnumerable<string> Values(string type) => (Parts ?? []).Where(part => part.Type == type).Select(part => part.Value);
}

/// <summary>One part of a distinguished name.</summary>
/// <param name="Type">Its object identifier.</param>
/// <param name="Value">Its text.</param>
internal sealed record SubjectPart(string Type, string Value);
