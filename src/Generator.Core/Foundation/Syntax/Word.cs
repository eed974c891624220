namespace Generator.Core.Foundation.Syntax;

/// <summary>One word of a command line.</summary>
/// <param name="Text">The text for the program.</param>
/// <param name="First">Its first byte in the file, including an opening quote.</param>
/// <param name="Last">Its last byte in the file, including a closing quote.</param>
internal sealed record Word(MappedText Text, SourceByte First, SourceByte Last)
{
    /// <inheritdoc/>
    public override string ToString() => Text.Text;
}
