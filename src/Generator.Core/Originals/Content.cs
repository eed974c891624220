using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Core.Originals;

/// <summary>What a captured file is, read from its bytes alone.</summary>
internal static class Content
{
    /// <summary>The document of a YAML file with a <c>kind</c>; null for anything else.</summary>
    internal static MappingNode? Document(SourceFile file) =>
        Documents(file).FirstOrDefault(document => document.FindScalar("kind") is not null);

    /// <summary>The kubeconfig in a file; null where it is none.</summary>
    internal static Kubeconfig? Kubeconfig(SourceFile file) => Document(file) is { } document ? Syntax.Kubeconfig.Of(document) : null;

    /// <summary>Whether the file holds something in a secret's place.</summary>
    internal static bool HoldsRedaction(SourceFile file) => file.Bytes.Span.IndexOf("haplane-redacted"u8) >= 0;

    /// <summary>Whether the file is a unit that starts a service.</summary>
    internal static bool IsServiceUnit(SourceFile file) => file.Bytes.Span.IndexOf("[Service]"u8) >= 0;

    /// <summary>The subject of the certificate in a PEM file; null where it has none.</summary>
    internal static string? Subject(SourceFile file) =>
        file.Bytes.Span.IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0 ? CertificateSubject.OfPem(file.Text) : null;

    private static ImmutableArray<MappingNode> Documents(SourceFile file) =>
        file.Bytes.Span.IndexOf("kind"u8) < 0
            ? []
            : [.. YamlReader.Read(file, YamlLimits.Captured).Result?.Roots.OfType<MappingNode>() ?? []];
}
