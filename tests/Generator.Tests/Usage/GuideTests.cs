using Generator.Cli;
using Generator.Tests.Support;

namespace Generator.Tests.Usage;

/// <summary>README.md is short, and leads to every page of the guide, which is inside the program, too.</summary>
public class GuideTests
{
    private const int MostLines = 180;

    private static string[] Pages => [.. Directory.GetFiles(Repository.Path("templates", "guide"), "*.md").Order(StringComparer.Ordinal)];

    [Fact]
    public void The_readme_is_short_and_links_every_page()
    {
        var readme = File.ReadAllText(Repository.Path("README.md"));
        Assert.InRange(readme.Count(c => c == '\n'), 1, MostLines);
        Assert.All(
            Pages.Select(page => Path.GetFileName(page)),
            page => Assert.Contains($"[{page[..^3]}](templates/guide/{page})", readme));
    }

    [Fact]
    public void The_program_prints_every_page()
    {
        foreach (var page in Pages)
            Assert.Equal(File.ReadAllText(page), Said(0, "guide", Path.GetFileNameWithoutExtension(page)));
        Assert.Equal(Pages.Length, Said(0, "guide").Count(c => c == '\n'));
        Assert.Contains("did you mean rollout?", Said(ExitCode.Misuse, "guide", "rolout"));
    }

    private static string Said(int code, params string[] arguments)
    {
        using var said = new StringWriter();
        Assert.Equal(code, Program.Run(arguments, said, said));
        return said.ToString();
    }
}
