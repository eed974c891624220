using System.Collections.Immutable;

namespace Generator.Core;

/// <summary>The compiler's output: the files of <c>out/</c>.</summary>
/// <param name="Files">The files by relative path, with forward slashes.</param>
public sealed record FileTree(ImmutableSortedDictionary<string, TreeFile> Files)
{
    /// <summary>A tree without files.</summary>
    public static FileTree Empty { get; } = new(ImmutableSortedDictionary.Create<string, TreeFile>(StringComparer.Ordinal));
}

/// <summary>One file of the output.</summary>
/// <param name="IsExecutable">Whether it has mode 0755; 0644 otherwise.</param>
public sealed record TreeFile(ReadOnlyMemory<byte> Content, bool IsExecutable);
