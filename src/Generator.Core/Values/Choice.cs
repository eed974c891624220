namespace Generator.Core.Values;

/// <summary>One of the names of an enumeration, in lower case.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
/// <param name="Value">The member that was named.</param>
public readonly record struct Choice<T>(T Value) : IScalar<Choice<T>>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public static string Expected => string.Join(" or ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.OneOf([.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())]);

    /// <inheritdoc/>
    public static bool TryParse(string text, out Choice<T> value)
    {
        var names = Enum.GetNames<T>();
        var index = Array.FindIndex(names, name => string.Equals(name.ToLowerInvariant(), text, StringComparison.Ordinal));
        value = index < 0 ? default : new Choice<T>(Enum.GetValues<T>()[index]);
        return index >= 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString().ToLowerInvariant();
}
