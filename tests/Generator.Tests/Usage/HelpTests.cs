using System.CommandLine;
using System.Text.RegularExpressions;
using Generator.Cli;
using Generator.Cli.Usage;
using Generator.Tests.Tools;

namespace Generator.Tests.Usage;

/// <summary>The help and the manual page of every command, and what a wrong command line is answered with.</summary>
public sealed partial class HelpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-man-").FullName;

    public static TheoryData<string> Names => [.. Lines(Program.Commands(), [])];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Help_fits_80_columns_and_has_an_example_and_the_exit_codes(string name)
    {
        var help = Said(0, [.. name.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains(name.Length == 0 ? "Start with:\n" : "Examples:\n", help);
        if (name.Length > 0)
            Assert.Contains("Exit codes:\n", help);
        Assert.Equal(help, Said(0, ["help", .. name.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).Output);
    }

    [Fact]
    public void The_list_of_commands_has_one_line_for_each()
    {
        var help = Said(0, "--help").Output;
        foreach (var command in CommandShape.Commands(Program.Commands()))
            Assert.Single(help.Split('\n'), line => line.StartsWith($"  {command.Name} ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_program_alone_says_what_to_do_first()
    {
        var said = Said(ExitCode.Misuse);
        Assert.Contains("Start with:\n  haplane capture --all", said.Error);
        Assert.InRange(said.Error.Count(c => c == '\n'), 1, 24);
    }

    [Theory]
    [InlineData("chek cluster", "haplane: there is no command chek; did you mean check?")]
    [InlineData("check --fromat json", "haplane check has no option --fromat; did you mean --format?")]
    [InlineData("check --format=yaml", "haplane: --format takes text, json, sarif, github or gitlab; found yaml")]
    [InlineData("check --format jsno", "haplane: --format takes text, json, sarif, github or gitlab; found jsno; did you mean json?")]
    [InlineData("guide a b", "haplane guide takes no further argument: b")]
    [InlineData("diff a", "haplane diff needs NEW")]
    [InlineData("diff", "haplane diff needs OLD")]
    [InlineData("bundle", "haplane bundle needs -o, --out FILE.tar.gz")]
    [InlineData("bundle -o", "haplane: --out needs a value: -o, --out FILE.tar.gz")]
    [InlineData("apply --confirm-timeout soon", "haplane: --confirm-timeout takes seconds, from 1 to 86400")]
    [InlineData("verify --watch soon", "haplane: --watch takes a number of seconds, 1 to 86400")]
    [InlineData("schema captures", "found captures; did you mean capture?")]
    [InlineData("completion", "haplane completion needs SHELL")]
    [InlineData("apply --hosts", "haplane: --hosts needs a value: --hosts A,B")]
    public void A_wrong_command_line_is_answered_in_plain_words(string line, string expected)
    {
        var said = Said(ExitCode.Misuse, line.Split(' ')).Error;
        Assert.Contains(expected, said);
        Assert.Contains("\nUsage: haplane ", said);
        Assert.DoesNotMatch(TypeName(), said);
    }

    [Fact]
    public void The_manual_pages_are_clean()
    {
        Tool.Require("mandoc");
        Said(0, "man", folder);
        var pages = Directory.GetFiles(folder);
        Assert.Equal(Names.Count, pages.Length);
        foreach (var page in pages)
        {
            // A page that is made from the program has no date of its own.
            var lines = Tool.Run("mandoc", "-T", "lint", "-W", "warning", page).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.DoesNotContain(lines, line => !line.EndsWith("missing date, using \"\": TH", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Lines(Command command, string[] before) =>
        CommandShape.Commands(command).SelectMany(child => Lines(child, [.. before, child.Name])).Prepend(string.Join(' ', before));

    private static (string Output, string Error) Said(int code, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var found = Program.Run(arguments, output, error);
        Assert.True(found == code, $"{found}: {output}{error}");
        return (output.ToString(), error.ToString());
    }

    [GeneratedRegex(@"Generator\.|System\.|Nullable|Exception")]
    private static partial Regex TypeName();
}
