using System.Text.RegularExpressions;
using Generator.Cli;
using Generator.Tests.Support;

namespace Generator.Tests.Usage;

/// <summary>README.md is short, and leads to every page of the guide, which is inside the program, too.</summary>
public partial class GuideTests
{
    private const int MostLines = 180;

    private static readonly string Folder = Repository.Path("templates", "guide");

    // Their names, such as rollout and zh/rollout.
    private static string[] Pages =>
    [
        .. Directory.GetFiles(Folder, "*.md", SearchOption.AllDirectories)
            .Select(page => Path.GetRelativePath(Folder, page)[..^".md".Length])
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Translated => [.. Pages.Where(page => page.Contains('/', StringComparison.Ordinal))];

    [Fact]
    public void The_readme_is_short_and_links_every_page()
    {
        var readme = File.ReadAllText(Repository.Path("README.md"));
        Assert.InRange(readme.Count(c => c == '\n'), 1, MostLines);
        Assert.All(Pages, page => Assert.Contains($"[{page}](templates/guide/{page}.md)", readme));
    }

    [Fact]
    public void The_program_prints_every_page()
    {
        Assert.All(Pages, page => Assert.Equal(TextOf(page), Said(0, "guide", page)));
        Assert.Equal(Pages.Length, Said(0, "guide").Count(c => c == '\n'));
        Assert.Contains("did you mean rollout?", Said(ExitCode.Misuse, "guide", "rolout"));
    }

    [Fact]
    public void A_translated_page_has_no_command_that_the_english_pages_do_not_have()
    {
        var english = Pages.Except(Translated).Select(TextOf)
            .Prepend(File.ReadAllText(Repository.Path("README.md")))
            .SelectMany(Commands)
            .ToHashSet();
        Assert.NotEmpty(Translated);
        Assert.All(Translated, page => Assert.All(Commands(TextOf(page)), command => Assert.Contains(command, english)));
    }

    [Fact]
    public void A_translated_table_of_exit_codes_has_the_same_codes() =>
        Assert.Equal(CodesOf("exit-codes"), CodesOf("zh/exit-codes"));

    private static IEnumerable<string> CodesOf(string page) => Codes().Matches(TextOf(page)).Select(row => row.Value);

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(Folder, $"{page}.md"));

    // The lines of code blocks, without their comments.
    private static IEnumerable<string> Commands(string text) => Blocks().Matches(text)
        .SelectMany(block => block.Groups["text"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        .Select(line => line.Split(" #")[0].TrimEnd());

    private static string Said(int code, params string[] arguments)
    {
        using var said = new StringWriter();
        Assert.Equal(code, Program.Run(arguments, said, said));
        return said.ToString();
    }

    [GeneratedRegex("^```[a-z]*\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\| [0-9]+ \|", RegexOptions.Multiline)]
    private static partial Regex Codes();
}
