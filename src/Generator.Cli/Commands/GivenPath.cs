using System.CommandLine.Parsing;

namespace Generator.Cli.Commands;

/// <summary>Checks the paths of a command line before anything is done with them.</summary>
internal static class GivenPath
{
    /// <summary>Refuses an empty path: a script's variable that is not set, and not the current folder.</summary>
    internal static void RefuseEmpty(SymbolResult result)
    {
        if (result.Tokens is [{ Value: "" }])
            result.AddError("a path is empty; give the path, or leave it out for the default");
    }

    /// <summary>Refuses what looks like an option that does not exist.</summary>
    internal static void RefuseOption(SymbolResult result)
    {
        if (result.Tokens is [{ Value: ['-', ..] option }])
            result.AddError($"There is no option {option}.");
    }
}
