using Generator.Core.Values;

namespace Generator.Core.Bundles;

/// <summary>A file in a bundle beside the result.</summary>
/// <param name="Path">Its path below the top folder.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Version">Its release or version; empty where that is not known.</param>
/// <param name="IsExecutable">Whether it has mode 0755; 0644 otherwise.</param>
/// <param name="From">Where it lies before it is in the bundle; empty where it is already.</param>
public sealed record CarriedFile(string Path, Sha256 Sha256, long Size, string Version, bool IsExecutable, string From);
