namespace Generator.Core.Foundation.Syntax;

/// <summary>The byte order mark that some editors put before UTF-8 text. It is kept, but it belongs to no key.</summary>
internal static class ByteOrderMark
{
    /// <summary>Its length at the start of a text: 3, or 0 if there is none.</summary>
    internal static int LengthIn(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
}
