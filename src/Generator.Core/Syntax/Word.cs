namespace Generator.Core.Syntax;

/// <summary>One word of a command line.</summary>
/// <param name="Text">What the program gets.</param>
/// <param name="First">The first byte of it where it is written, an opening quote included.</param>
/// <param name="Last">The last byte of it where it is written, a closing quote included.</param>
internal sealed record Word(MappedText Text, SourceByte First, SourceByte Last)
{
    /// <inheritdoc/>
    public override string ToString() => Text.Text;
}
