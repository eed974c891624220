using System.CommandLine;
using System.CommandLine.Completions;
using Generator.Cli.DiffSources;

namespace Generator.Cli.Commands;

/// <summary>What a shell offers for a word that is not a file. A fault offers nothing: a person is typing.</summary>
internal static class Completions
{
    private const string Git = "git:";

    /// <summary>Offers the hosts of an output, also after a comma.</summary>
    /// <param name="sources">The sources of an option or argument that takes hosts.</param>
    /// <param name="output">The folder of the output, by what is typed so far.</param>
    internal static void OfferHosts(ICollection<Func<CompletionContext, IEnumerable<CompletionItem>>> sources, Func<ParseResult, string?> output) =>
        sources.Add(context =>
        {
            var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
            return Plans(output(context.ParseResult) ?? "out").Select(host => new CompletionItem($"{before}{host}"));
        });

    /// <summary>Offers <c>git:</c> with the branches and tags of the repository.</summary>
    internal static void OfferRevisions(ICollection<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) =>
        sources.Add(context => (context.WordToComplete.StartsWith(Git, StringComparison.Ordinal) ? Names().Select(name => Git + name) : [Git])
            .Select(word => new CompletionItem(word)));

    private static string[] Names() =>
        GitAnswer.To("", "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes")?.Split('\n') ?? [];

    private static IEnumerable<string> Plans(string output)
    {
        var folder = Path.Combine(output, "hosts");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.plan").Select(file => Path.GetFileNameWithoutExtension(file)) : [];
    }
}
