using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Bundles;

/// <summary>A file that may be carried: one of the folder that was given, or an original.</summary>
/// <param name="Path">Where it lies, for the program that reads it and for messages.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Machine">The machine that it is made for, by <see cref="ElfMachine"/>.</param>
public sealed record OfferedFile(string Path, Sha256 Sha256, long Size, string Machine)
{
    /// <summary>What it holds that never leaves the hosts, and where; null where there is nothing of the kind.</summary>
    public string? Secret { get; init; }

    internal string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Whether it is a package of a distribution, by its name: what is in it is not looked at.</summary>
    internal bool IsPackage => Name.EndsWith(".deb", StringComparison.Ordinal) || Name.EndsWith(".rpm", StringComparison.Ordinal);

    /// <summary>An original.</summary>
    public static OfferedFile Of(SourceFile original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return new OfferedFile(original.Path, Sha256.Of(original.Bytes.Span), original.Bytes.Length, ElfMachine.Of(original.Bytes.Span));
    }
}
