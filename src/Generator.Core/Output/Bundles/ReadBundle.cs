using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Bundles;

/// <summary>A bundle as it was read from its archive, not yet checked.</summary>
/// <param name="Files">Every file in it, by its path below the top folder.</param>
/// <param name="Texts">The bytes of those that are <see cref="BundlePath.IsText"/>.</param>
public sealed record ReadBundle(string Top, ImmutableSortedDictionary<string, ReadFile> Files, FileTree Texts)
{
    /// <summary>The output in it.</summary>
    internal FileTree Result => new(Texts.Files
        .Where(file => file.Key.StartsWith(BundlePath.Out, StringComparison.Ordinal))
        .ToImmutableSortedDictionary(file => file.Key[BundlePath.Out.Length..], file => file.Value, StringComparer.Ordinal));
}

/// <summary>A file as it was read.</summary>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="Size">Their number.</param>
/// <param name="IsExecutable">Whether its mode is 0755; 0644 otherwise.</param>
public sealed record ReadFile(Sha256 Sha256, long Size, bool IsExecutable);
