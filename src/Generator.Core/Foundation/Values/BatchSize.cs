using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>How many workers change at once: a number of hosts, or a share of all workers.</summary>
/// <param name="Number">Hosts, or percent if <paramref name="IsPercent"/>.</param>
/// <param name="IsPercent">Whether the number is a share.</param>
public readonly record struct BatchSize(int Number, bool IsPercent) : IScalar<BatchSize>
{
    /// <inheritdoc/>
    public static string Expected => "a number of workers or a share of them, such as 3 or 10%";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.BatchSize, "string", "integer");

    /// <inheritdoc/>
    public static bool TryParse(string text, out BatchSize value)
    {
        value = default;
        var match = Grammar.BatchSize.Match(text);
        if (!match.Success)
            return false;
        value = new BatchSize(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Length > 0);
        return !value.IsPercent || value.Number <= 100;
    }

    /// <summary>The hosts of one batch out of <paramref name="workers"/>: a share is rounded up, and at least one.</summary>
    public int Of(int workers) => IsPercent ? Math.Max(1, ((workers * Number) + 99) / 100) : Number;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}{(IsPercent ? "%" : "")}");
}
