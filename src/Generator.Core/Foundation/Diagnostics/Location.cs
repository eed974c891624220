namespace Generator.Core.Foundation.Diagnostics;

/// <summary>A place in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Span">The stretch of the file.</param>
public sealed record Location(SourceFile File, ByteSpan Span)
{
    /// <summary>The line, from 1.</summary>
    public int Line => File.PositionOf(Span.Start).Line;

    /// <summary>The column in Unicode scalars, from 1.</summary>
    public int Column => File.PositionOf(Span.Start).Column;

    /// <summary>The beginning of a file.</summary>
    public static Location StartOf(SourceFile file) => new(file, new ByteSpan(0, 0));

    /// <summary>The same place, with its file named from a folder above it.</summary>
    internal Location Below(string prefix) => this with { File = new SourceFile(prefix + File.Path, File.Bytes) };

    /// <summary><c>file:line:column</c>, the form that editors and terminals open.</summary>
    public override string ToString() => FormattableString.Invariant($"{File.Path}:{Line}:{Column}");
}
