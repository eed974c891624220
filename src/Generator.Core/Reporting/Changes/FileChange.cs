using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Reporting.Changes;

/// <summary>The difference at one path of a host.</summary>
/// <param name="Before">The earlier delivery; null if there was none.</param>
/// <param name="After">The later delivery; null if there is none.</param>
/// <param name="Diff">The unified diff of a placed file, or of replaced lines; empty if only digests or modes are known.</param>
public sealed record FileChange(DeliveryFile? Before, DeliveryFile? After, ReadOnlyMemory<byte> Diff)
{
    /// <summary>How it differs.</summary>
    public ChangeKind Kind => Before is null ? ChangeKind.Added : After is null ? ChangeKind.Removed : ChangeKind.Changed;

    /// <summary>The path.</summary>
    public string Path => (After ?? Before)?.Path ?? "";

    /// <summary>Differences that no diff shows: mode, owner, class, digest.</summary>
    public string Attributes => (Before, After) switch
    {
        ({ } old, { } now) => string.Join(", ", Differences(old, now)),
        (null, { } now) => Described(now),
        ({ } old, null) => Described(old),
        _ => "",
    };

    private static string Described(DeliveryFile file) =>
        $"{Foundation.Artefacts.ClassName.Of(file.Class)}{(file.Target.Length > 0 ? $" to {file.Target}" : "")}";

    private static IEnumerable<string> Differences(DeliveryFile old, DeliveryFile now)
    {
        if (old.Class != now.Class)
            yield return $"{Foundation.Artefacts.ClassName.Of(old.Class)} → {Foundation.Artefacts.ClassName.Of(now.Class)}";
        if (old.Mode != now.Mode)
            yield return $"mode {old.Mode} → {now.Mode}";
        if (old.Owner != now.Owner)
            yield return $"owner {old.Owner} → {now.Owner}";
        if (old.Target != now.Target)
            yield return $"target {old.Target} → {now.Target}";
        if (old.Sha256 != now.Sha256 && now.Content is null && now.Edits.IsEmpty)
            yield return $"digest {Short(old.Sha256)} → {Short(now.Sha256)}";
        if (!old.Affects.SequenceEqual(now.Affects))
            yield return $"loaded by {string.Join(" ", now.Affects.Select(unit => unit.Unit).DefaultIfEmpty("nothing"))}";
    }

    private static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest.Length == 0 ? "unknown" : digest;
}
