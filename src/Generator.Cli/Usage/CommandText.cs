using System.Collections.Immutable;

namespace Generator.Cli.Usage;

/// <summary>What the help and the manual page say of a command.</summary>
/// <param name="Summary">What it does, in a few words that follow the command's name.</param>
internal sealed record CommandText(string Summary)
{
    /// <summary>The heading of the list of commands under which it is.</summary>
    internal string Group { get; init; } = "";

    /// <summary>Paragraphs, with an empty line between two.</summary>
    internal string Details { get; init; } = "";

    /// <summary>Command lines to copy, in the order in which a reader meets them.</summary>
    internal ImmutableArray<Example> Examples { get; init; } = [];

    /// <summary>The exit codes other than those that every command has.</summary>
    internal ImmutableArray<ExitMeaning> Exits { get; init; } = [];
}

/// <summary>A command line.</summary>
/// <param name="Effect">What it does.</param>
internal sealed record Example(string Line, string Effect);

/// <summary>What an exit code of a command means.</summary>
internal sealed record ExitMeaning(int Code, string Meaning);
