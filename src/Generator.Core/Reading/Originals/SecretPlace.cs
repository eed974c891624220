using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>Finds out whether a file is a secret by its entry and content, whatever names it.</summary>
internal static class SecretPlace
{
    private static readonly string[] Endings =
    [
        "-key.pem", "_key.pem", ".key", ".p12", ".pfx", ".jks", ".keytab", "id_rsa", "id_ed25519", "id_ecdsa",
    ];

    /// <summary>
    /// Whether the file contains a secret: by its bytes if it was captured, else by its public part, its name, or a mode that lets only its
    /// owner read it. A program is not a secret.
    /// </summary>
    internal static bool Is(InventoryEntry? seen, SourceFile? content) =>
        seen?.PublicKeySha256 is not null
        || (content is null ? seen is not null && IsUnread(seen) : Content.HoldsRedaction(content) || !SecretText.Of(content).IsEmpty);

    /// <summary>Whether the file contains a secret, or its content is not known.</summary>
    internal static bool MayHold(InventoryEntry seen, SourceFile? content) => content is null || Is(seen, content);

    /// <summary>Whether a path has the name of a private key.</summary>
    internal static bool IsNamedAsKey(string path) =>
        HostPath.NameOf(path) is "key.pem" || Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Whether a path has the name of a public key.</summary>
    internal static bool IsNamedAsPublic(string path) => path.EndsWith(".pub", StringComparison.Ordinal);

    private static bool IsUnread(InventoryEntry seen) =>
        seen is { Type: EntryType.File, Version: null } && (IsNamedAsKey(seen.Path) || (!seen.Mode.IsExecutable && seen.Mode.ForOthers == 0));
}
