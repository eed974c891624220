using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Bundles;

/// <summary>A file of a bundle outside of the output.</summary>
/// <param name="Path">Its path below the top folder.</param>
/// <param name="Version">Its release or version; empty if it is not known.</param>
/// <param name="IsExecutable">Whether it has mode 0755; 0644 otherwise.</param>
/// <param name="From">Its path before it is in the bundle; empty if it is already there.</param>
public sealed record CarriedFile(string Path, Sha256 Sha256, long Size, string Version, bool IsExecutable, string From);
