using System.CommandLine;
using System.CommandLine.Completions;
using Generator.Cli.Usage;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Commands;

/// <summary><c>haplane guide</c>.</summary>
internal static class GuideCommand
{
    private const string Folder = "guide";
    private const string Ending = ".md";

    private static readonly CommandText Text = new("print a page of the guide, for a site without a network")
    {
        Group = "Look up",
        Details = "The pages are those that README.md lists, in Markdown. Without a page, all pages are listed.",
        Examples = [new("haplane guide", "lists the pages"), new("haplane guide rollout | less", "reads one")],
        Exits = [new(ExitCode.Fine, "printed")],
    };

    internal static Command New()
    {
        var page = new Argument<string?>("PAGE") { Description = "A page, such as rollout.", Arity = ArgumentArity.ZeroOrOne };
        page.CompletionSources.Add(_ => Names().Select(name => new CompletionItem(name)));
        var command = new DocumentedCommand("guide", Text) { page };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(page) is { } asked)
                output.Write(Page(asked));
            else
                foreach (var name in Names())
                    output.WriteLine($"{name,-16}{Title(name)}");
            return ExitCode.Fine;
        });
        return command;
    }

    private static IEnumerable<string> Names() => EmbeddedPages.Names(Folder).Select(name => name[..^Ending.Length]);

    private static string Page(string name)
    {
        if (Names().Contains(name, StringComparer.Ordinal))
            return EmbeddedPages.Read(Folder, name + Ending);
        var guess = Suggestion.Nearest(name, Names()) is { } nearest ? $"did you mean {nearest}? " : "";
        throw new MisuseException($"there is no page {name}; {guess}\"haplane guide\" lists all");
    }

    private static string Title(string name) => EmbeddedPages.Read(Folder, name + Ending).Split('\n')[0].TrimStart('#', ' ');
}
