using System.CommandLine;

namespace Generator.Cli.Commands;

/// <summary>One side of a comparison.</summary>
internal static class SideArgument
{
    internal static Argument<string> New(string name, string description)
    {
        var side = new Argument<string>(name) { Description = description };
        Completions.OfferRevisions(side.CompletionSources);
        side.Validators.Add(GivenPath.RefuseEmpty);
        side.Validators.Add(GivenPath.RefuseOption);
        return side;
    }
}
