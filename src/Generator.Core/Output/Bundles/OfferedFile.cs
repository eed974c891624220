using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Bundles;

/// <summary>A file that may be added: one of the payload folder, or an original.</summary>
/// <param name="Path">Its path, for reading it and for messages.</param>
/// <param name="Machine">The machine that it is built for, by <see cref="ElfMachine"/>.</param>
public sealed record OfferedFile(string Path, Sha256 Sha256, long Size, string Machine)
{
    /// <summary>The secret in it that must not leave the hosts, and its place; null if there is none.</summary>
    public string? Secret { get; init; }

    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether it is a package of a distribution, by its name: its content is not checked.</summary>
    internal bool IsPackage => Name.EndsWith(".deb", StringComparison.Ordinal) || Name.EndsWith(".rpm", StringComparison.Ordinal);

    /// <summary>An original.</summary>
    public static OfferedFile Of(SourceFile original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return new OfferedFile(original.Path, Sha256.Of(original.Bytes.Span), original.Bytes.Length, ElfMachine.Of(original.Bytes.Span));
    }
}
