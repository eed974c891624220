namespace Generator.Core.Rules;

/// <summary>One difference of an example's originals from the starter's.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
internal abstract record OriginalChange(string Path);

/// <summary>A text in the file is another one.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
/// <param name="Old">What stands there.</param>
/// <param name="Now">What stands there instead.</param>
/// <param name="IsAfterCapture">Whether it was changed after its capture, so that capture.json still holds the digest of the live file.</param>
internal sealed record ReplacedText(string Path, string Old, string Now, bool IsAfterCapture) : OriginalChange(Path);

/// <summary>The file is missing, and still listed.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
internal sealed record RemovedFile(string Path) : OriginalChange(Path);

/// <summary>The file is there beside the starter's, and listed.</summary>
/// <param name="Path">The file's path below <c>originals/</c>.</param>
/// <param name="Content">Its content.</param>
internal sealed record AddedFile(string Path, string Content) : OriginalChange(Path);
