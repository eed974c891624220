using System.CommandLine.Parsing;

namespace Generator.Cli.Commands;

/// <summary>Checks the paths of a command line before they are used.</summary>
internal static class GivenPath
{
    /// <summary>Refuses an empty path: it comes from an unset variable in a script and must not mean the current folder.</summary>
    internal static void RefuseEmpty(SymbolResult result)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError("a path is empty; pass a path, or leave it out for the default");
    }

    /// <summary>Refuses an argument that looks like an unknown option.</summary>
    internal static void RefuseOption(SymbolResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { Value: var option })
            result.AddError($"unknown option {option}");
    }
}
