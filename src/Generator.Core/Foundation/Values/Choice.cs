namespace Generator.Core.Foundation.Values;

/// <summary>One of the names of an enumeration, in lower case: <c>private-key</c> for PrivateKey.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
/// <param name="Value">The named member.</param>
public readonly record struct Choice<T>(T Value) : IScalar<Choice<T>>
    where T : struct, Enum
{
    private static readonly string[] Names = [.. Enum.GetNames<T>().Select(Spelled)];

    /// <inheritdoc/>
    public static string Expected => string.Join(" or ", Names);

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.OneOf([.. Names]);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Choice<T> value)
    {
        var index = Array.IndexOf(Names, text);
        value = index < 0 ? default : new Choice<T>(Enum.GetValues<T>()[index]);
        return index >= 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Spelled(Value.ToString());

    private static string Spelled(string name) =>
        string.Concat(
            name.Select(
                (letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
