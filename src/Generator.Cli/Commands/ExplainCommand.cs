using System.CommandLine;
using Generator.Cli.Folders;
using Generator.Cli.Usage;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Cli.Commands;

internal static class ExplainCommand
{
    private static readonly CommandText Text = new("explain a finding: the fault, its effect, and what to do")
    {
        Group = "Review",
        Examples = [new("haplane explain CRT001", "with an example and the real message"), new("haplane explain", "lists all codes")],
        Exits = [new(ExitCode.Fine, "printed")],
    };

    internal static Command New()
    {
        var code = new Argument<string?>("CODE")
        {
            Description = "A code such as LBR001; without it, all codes are listed.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "CODE",
        };
        code.CompletionSources.Add(_ => Catalogue.Pages.Select(page => new System.CommandLine.Completions.CompletionItem(page.Code)));
        var command = new DocumentedCommand("explain", Text) { code };
        command.SetAction(parsed => Run(parsed.GetValue(code), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string? code, TextWriter output)
    {
        var colour = Terminal.ShowsColour(output);
        output.Write(code is null ? ExplainText.List(colour) : ExplainText.Of(PageOf(code), [.. Originals()], colour));
        return ExitCode.Fine;
    }

    private static Page PageOf(string code)
    {
        if (Catalogue.Find(code) is { } page)
            return page;
        var guess = Suggestion.Nearest(code.ToUpperInvariant(), Catalogue.Pages.Select(known => known.Code)) is { } nearest
            ? $"did you mean {nearest}? "
            : "";
        throw new MisuseException($"there is no code {code}; {guess}\"haplane explain\" lists all");
    }

    private static IEnumerable<SourceFile> Originals() =>
        StarterFolder.Files.Where(file => file.Key.StartsWith("originals/", StringComparison.Ordinal))
            .Select(file => new SourceFile(file.Key, file.Value));
}
