using System.CommandLine;
using System.Text;
using Generator.Cli.DiffSources;
using Generator.Cli.Folders;
using Generator.Cli.Usage;
using Generator.Core;
using Generator.Core.Reporting.Reviews;

namespace Generator.Cli.Commands;

/// <summary><c>haplane review</c>.</summary>
internal static class ReviewCommand
{
    private static readonly CommandText Text = new("write one HTML page for the person who approves")
    {
        Group = "Review",
        Details = """
            The picture, the hosts, every changed file with its difference, the steps with what each restarts, what happens when a host
            dies, and the findings of check. The page is one file that needs no network and no git. No host is contacted.

            OUT and NEW are each a folder with topology.yaml and originals/, a topology file, an out/, a bundle or another archive of an
            out/ (.tar.gz), or git:REV[:PATH]. With NEW the page shows what changes between the two, as diff does. The findings are on
            the page if the topology is at hand. A bundle already has the page, as review.html.
            """,
        Examples =
        [
            new("haplane review cluster -o review.html", "the whole output"),
            new("haplane review git:main:cluster cluster -o review.html", "what this branch changes"),
            new("haplane review cluster.tar.gz -o review.html", "what a bundle does"),
        ],
        Exits = [new(ExitCode.Fine, "written"), new(ExitCode.InputErrors, "errors in OUT or NEW; nothing was written")],
    };

    internal static Command New()
    {
        var first = SideArgument.New("OUT", "What is reviewed; with NEW, the current state.");
        first.DefaultValueFactory = _ => ".";
        var second = SideArgument.New("NEW", "The wanted state.");
        second.Arity = ArgumentArity.ZeroOrOne;
        var target = new Option<string?>("--output", "-o")
        {
            Description = "Write the page to this file, which is replaced as a whole.",
            HelpName = "FILE",
        };
        target.Validators.Add(GivenPath.RefuseEmpty);
        var command = new DocumentedCommand("review", Text) { first, second, target };
        command.SetAction(parsed =>
        {
            var streams = parsed.InvocationConfiguration;
            if (Read(parsed.GetValue(first) ?? ".", parsed.GetValue(second), streams.Error) is not { } review)
                return ExitCode.InputErrors;
            var page = ReviewDocument.Of(review);
            if (parsed.GetValue(target) is { } file)
                new NewFile(file).Write(stream => stream.Write(page.Span));
            else
                streams.Output.Write(Encoding.UTF8.GetString(page.Span));
            return ExitCode.Fine;
        });
        return command;
    }

    private static Review? Read(string first, string? second, TextWriter error)
    {
        var name = second ?? first;
        var reading = second is null ? null : DiffSource.Read(first);
        var source = DiffSource.Read(name);
        var before = reading?.OrReport(error);
        if (source.OrReport(error) is not { } output || (reading is not null && before is null))
            return null;
        return new Review(output)
        {
            Change = before is null ? null : Compiler.Compare(before, output),
            Findings = source.FindingsNear(name),
        };
    }
}
