using System.CommandLine;

namespace Generator.Cli.Commands;

/// <summary>The PATH argument of most commands.</summary>
internal static class PathArgument
{
    internal static Argument<string> New()
    {
        var path = new Argument<string>("PATH")
        {
            Description = "A folder with topology.yaml and originals/, or a topology file.",
            DefaultValueFactory = _ => ".",
        };
        path.Validators.Add(GivenPath.RefuseEmpty);
        path.Validators.Add(GivenPath.RefuseOption);
        return path;
    }
}
