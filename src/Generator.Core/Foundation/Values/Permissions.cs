namespace Generator.Core.Foundation.Values;

/// <summary>A file's permission bits in octal, with the set-id and sticky bits first.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct Permissions(string Text) : IScalar<Permissions>
{
    /// <inheritdoc/>
    public static string Expected => "a mode in octal, such as 0644";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.Permissions);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Permissions value)
    {
        value = new Permissions(text);
        return Grammar.Permissions.IsMatch(text);
    }

    /// <summary>Whether anyone may run the file.</summary>
    internal bool IsExecutable => (Bits & 0b001_001_001) != 0;

    /// <summary>The bits of the group and of all others.</summary>
    internal int ForOthers => Bits & 0b000_111_111;

    private int Bits => Convert.ToInt32(Text, 8);

    /// <summary>The bits that remain under a mask.</summary>
    internal Permissions And(int mask) => new($"0{Convert.ToString(Bits & mask, 8).PadLeft(3, '0')}");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
