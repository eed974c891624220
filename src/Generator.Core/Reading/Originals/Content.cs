using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The kind of a captured file, from its bytes alone.</summary>
internal static class Content
{
    private static readonly ConditionalWeakTable<SourceFile, Parses> Parsed = [];

    /// <summary>The document of a YAML file with a <c>kind</c>; null for anything else.</summary>
    internal static MappingNode? Document(SourceFile file) =>
        Roots(file).FirstOrDefault(document => document.FindScalar("kind") is not null);

    /// <summary>The only document of a YAML file, if it is a mapping of any kind; null for anything else.</summary>
    internal static MappingNode? Mapping(SourceFile file) =>
        YamlReader.Read(file, YamlLimits.Captured).Result?.Roots is [MappingNode root] ? root : null;

    /// <summary>The kubeconfig in a file; null if it is not one.</summary>
    internal static Kubeconfig? Kubeconfig(SourceFile file) =>
        Roots(file).Select(Foundation.Syntax.Kubeconfig.Of).FirstOrDefault(kubeconfig => kubeconfig is not null);

    /// <summary>Whether the file contains a redacted secret.</summary>
    internal static bool HoldsRedaction(SourceFile file) => file.Bytes.Span.IndexOf("haplane-redacted"u8) >= 0;

    /// <summary>Whether the file is a certificate or a public key without a secret.</summary>
    internal static bool IsPublic(SourceFile file) =>
        file.Bytes.Span.IndexOf("-----BEGIN "u8) >= 0 && !HoldsRedaction(file) && SecretText.Of(file).IsEmpty;

    /// <summary>Whether the file is a unit that starts a service.</summary>
    internal static bool IsServiceUnit(SourceFile file) => file.Bytes.Span.IndexOf("[Service]"u8) >= 0;

    /// <summary>The subject of the certificate in a PEM file; null if it has none.</summary>
    internal static string? Subject(SourceFile file) =>
        file.Bytes.Span.IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0 ? CertificateSubject.OfPem(file.Text) : null;

    /// <summary>The mappings of a YAML file; none for anything else. Each file object is parsed once, because it is read many times.</summary>
    internal static ImmutableArray<MappingNode> Roots(SourceFile file) => Parsed.GetValue(file, static key => new Parses(Parse(key))).Mappings;

    /// <summary>The mappings of a file that is known to be YAML, whatever they contain.</summary>
    internal static ImmutableArray<MappingNode> AnyRoots(SourceFile file) =>
        [.. YamlReader.Read(file, YamlLimits.Captured).Result?.Roots.OfType<MappingNode>() ?? []];

    private static ImmutableArray<MappingNode> Parse(SourceFile file) =>
        file.Bytes.Span.IndexOf("kind"u8) < 0 && file.Bytes.Span.IndexOf("clusters"u8) < 0
            ? []
            : AnyRoots(file);

    private sealed record Parses(ImmutableArray<MappingNode> Mappings);
}
