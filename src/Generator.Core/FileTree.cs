using System.Collections.Immutable;

namespace Generator.Core;

/// <summary>Everything that the compiler gives: the files of <c>out/</c>.</summary>
/// <param name="Files">The files by path, which is relative, with forward slashes.</param>
public sealed record FileTree(ImmutableSortedDictionary<string, TreeFile> Files)
{
    /// <summary>No file.</summary>
    public static FileTree Empty { get; } = new(ImmutableSortedDictionary.Create<string, TreeFile>(StringComparer.Ordinal));
}

/// <summary>One file of the result.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="IsExecutable">Whether it has mode 0755; 0644 otherwise.</param>
public sealed record TreeFile(ReadOnlyMemory<byte> Content, bool IsExecutable);
