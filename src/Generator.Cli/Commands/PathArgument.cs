using System.CommandLine;

namespace Generator.Cli.Commands;

/// <summary>The PATH that most commands take.</summary>
internal static class PathArgument
{
    internal static Argument<string> New() => new("PATH")
    {
        Description = "A folder with topology.yaml and originals/, or a topology file.",
        DefaultValueFactory = _ => ".",
    };
}
