namespace Generator.Core.Rules;

/// <summary>One difference between an example's originals and the starter's.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
internal abstract record OriginalChange(string Path);

/// <summary>The file contains a different text.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
/// <param name="Old">The text in the starter's file.</param>
/// <param name="Now">The text that replaces it.</param>
/// <param name="IsAfterCapture">Whether it was changed after its capture, so that capture.json still holds the digest of the live file.</param>
internal sealed record ReplacedText(string Path, string Old, string Now, bool IsAfterCapture) : OriginalChange(Path);

/// <summary>The file is missing, but still listed.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
internal sealed record RemovedFile(string Path) : OriginalChange(Path);

/// <summary>The file is added to the starter's, and listed.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
internal sealed record AddedFile(string Path, string Content) : OriginalChange(Path);
