using System.Text.RegularExpressions;
using Generator.Tests.Support;

namespace Generator.Tests.Architecture;

/// <summary>
/// Messages, pages, comments and names use plain words. The words of this list are hard for readers whose first language is not English.
/// </summary>
public sealed partial class PlainWordsTests
{
    // Both list the accounts of a distribution, and "nobody" is the name of one.
    private static readonly string[] Exempt =
    [
        "src/Generator.Core/Rules/Captures/AccountNeeded.cs",
        "src/Generator.Core/Rules/Topologies/SshAsADaemon.cs",
    ];

    [Fact]
    public void Every_source_and_template_uses_plain_words() => Assert.Empty(
        from file in Files()
        where !Exempt.Contains(file)
        from found in File.ReadLines(Repository.Path(file)).Select((text, line) => (text, number: line + 1))
        from word in Hard().Matches(found.text)
        select $"{file}:{found.number}: {word.Value}");

    private static IEnumerable<string> Files() =>
        new[] { "src", "templates" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => path.StartsWith("templates/", StringComparison.Ordinal) || Source().IsMatch(path))
            .Append("README.md");

    // "Stands for" is plain; "stands" in place of "is" is not. "Besides" is plain; "beside" in place of "next to" is not.
    [GeneratedRegex(
        """
        \b(nobody|somebody|anybody|everybody|whoever|meanwhile|mend(s|ed|ing)?|any\ more|beside|told|lies|stands?(?!\ for\b)|way\ back
        |put(s|ting)?\ (it\ |them\ |that\ |all\ |everything\ )?back|go(es)?\ back|by\ bash|it\ says|(is|was)\ said
        |give\ (an\ option|-o|--[a-z]+)|tak(es?|en)\ (it|them|that|this|these|itself|themselves)\ for)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Hard();

    [GeneratedRegex(@"^(?!.*/(bin|obj)/).*\.cs$")]
    private static partial Regex Source();
}
