using Generator.Core.Artefacts;
using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Audits;

/// <summary>AUD001.</summary>
internal static class SecretInArtefact
{
    internal static readonly Audit Audit = new(
        "AUD001",
        "a secret in an artefact",
        "out/ is committed and reviewed: what stands in it is no secret any more.",
        "only whole lines are exchanged, so the server must stand on a line of its own: write the kubeconfig anew with \"kubectl config\" on the host and capture it again",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        from artefact in set.Artefacts.All
        let isPlaced = artefact.Content is { } content && (SecretText.IsIn(content.Span) || content.Span.IndexOf("haplane-redacted"u8) >= 0)
        where isPlaced || artefact.Edits.Any(IsSecret)
        select (artefact.At, $"{artefact.Path} for {artefact.Host}: a secret stands on a line that would have to change");

    private static bool IsSecret(LineEdit edit) => edit.Old.Contains(OpenSecret.Redacted, StringComparison.Ordinal);
}
