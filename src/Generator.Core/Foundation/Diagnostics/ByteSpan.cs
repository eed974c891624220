namespace Generator.Core.Foundation.Diagnostics;

/// <summary>A stretch of a file.</summary>
/// <param name="Start">The offset of its first byte, from 0.</param>
/// <param name="End">The offset after its last byte.</param>
public readonly record struct ByteSpan(int Start, int End)
{
    /// <summary>The number of bytes.</summary>
    public int Length => End - Start;
}
