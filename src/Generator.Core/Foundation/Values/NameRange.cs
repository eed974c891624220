using System.Globalization;

namespace Generator.Core.Foundation.Values;

/// <summary>
/// Many host names at once, with one pair of brackets around a first and a last number: <c>k8s-node[2-5]</c>. A first number with leading
/// zeros pads all of them: <c>node[01-40]</c>.
/// </summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct NameRange(string Text) : IScalar<NameRange>
{
    private const int Most = 10_000;

    /// <inheritdoc/>
    public static string Expected => "a name with one rising range in brackets, of at most 10000 names, such as k8s-node[2-5]";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.NameRange);

    /// <summary>The number of names.</summary>
    public int Count
    {
        get
        {
            var match = Grammar.NameRange.Match(Text);
            return Number(match.Groups["to"].Value) - Number(match.Groups["from"].Value) + 1;
        }
    }

    /// <summary>The names in rising order.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            var match = Grammar.NameRange.Match(Text);
            var first = match.Groups["from"].Value;
            var width = first.StartsWith('0') ? first.Length : 1;
            var format = "D" + width.ToString(CultureInfo.InvariantCulture);
            var (from, to) = (Number(first), Number(match.Groups["to"].Value));
            return Enumerable.Range(from, to - from + 1)
                .Select(n => match.Groups["prefix"].Value + n.ToString(format, CultureInfo.InvariantCulture) + match.Groups["suffix"].Value);
        }
    }

    /// <inheritdoc/>
    public static bool TryParse(string text, out NameRange value)
    {
        value = new NameRange(text);
        var match = Grammar.NameRange.Match(text);
        if (!match.Success)
            return false;
        return value.Count is >= 1 and <= Most && value.Names.All(Grammar.DnsLabel.IsMatch);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
