using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Audits;

internal static class SecretInArtefact
{
    internal static readonly Audit Audit = new(
        "AUD001",
        "an artefact contains a secret",
        "out/ is committed and reviewed, so everyone who reads it would see the secret.",
        "haplane replaces only whole lines: on the host, write the secret and the value that changes on separate lines (a kubeconfig: with \"kubectl "
            + "config\"), and capture the file again",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        from artefact in set.Artefacts.All
        let isPlaced = artefact.Content is { } content && (SecretText.IsIn(content.Span) || content.Span.IndexOf("haplane-redacted"u8) >= 0)
        where isPlaced || artefact.Edits.Any(IsSecret)
        select (artefact.At, $"{artefact.Path} for {artefact.Host}: a secret is on a line that must change");

    private static bool IsSecret(LineEdit edit) => edit.Old.Contains(OpenSecret.Redacted, StringComparison.Ordinal);
}
