using System.Globalization;
using System.Text.RegularExpressions;

namespace Generator.Tests.Golden;

/// <summary>
/// The numbers of the steps inside a file as <c>{step}</c> where they count up by one, so that a new step changes no line of the steps behind
/// it. Any other number stays.
/// </summary>
internal static partial class StepNumbers
{
    internal static string Hide(string path, string text)
    {
        var pattern = path switch
        {
            "rollout.plan" => OfPlan(),
            "README.md" => OfPage(),
            "ansible/site.yml" => OfPlaybook(),
            _ => null,
        };
        if (pattern is null)
            return text;
        var step = 0;
        return pattern.Replace(text, match =>
        {
            var number = match.Groups["first"] is { Success: true } first ? first : match.Groups["more"];
            var expected = step + (number.Name == "first" ? 1 : 0);
            if (number.Value != expected.ToString(CultureInfo.InvariantCulture))
                return match.Value;
            step = expected;
            return $"{match.Value[..(number.Index - match.Index)]}{{step}}{match.Value[(number.Index - match.Index + number.Length)..]}";
        });
    }

    [GeneratedRegex(@"^(step\t(?<first>\d+)|(do|gate|new-when|done-when|undo|undone)\t(?<more>\d+))\t", RegexOptions.Multiline)]
    private static partial Regex OfPlan();

    [GeneratedRegex(@"^(?<first>\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex OfPage();

    [GeneratedRegex(@"""Step (?<first>\d+):|haplane_step: (?<more>\d+)$", RegexOptions.Multiline)]
    private static partial Regex OfPlaybook();
}
