using System.Collections.Immutable;
using System.Globalization;

namespace Generator.Cli.Applying;

/// <summary>What the operator has asked for.</summary>
internal sealed record RunOptions
{
    internal const string Apply = "apply";

    /// <summary>The option that replaces drifted files.</summary>
    internal const string Overwrite = "--overwrite";

    /// <summary>The command, as the journal names it.</summary>
    internal required string Command { get; init; }

    /// <summary>The output or the bundle, as it was given.</summary>
    internal required string Folder { get; init; }

    /// <summary>The hosts that are changed; empty for all.</summary>
    internal ImmutableHashSet<string> Only { get; init; } = [];

    /// <summary>The hosts that leave and are not reachable for good.</summary>
    internal ImmutableHashSet<string> Gone { get; init; } = [];

    /// <summary>Whether the operator has said yes beforehand.</summary>
    internal bool IsApproved { get; init; }

    /// <summary>Whether nothing is written anywhere.</summary>
    internal bool IsDry { get; init; }

    /// <summary>Whether the events go to stdout, an object a line.</summary>
    internal bool IsJson { get; init; }

    /// <summary>What every engine is allowed: options of <c>host-engine.sh</c>.</summary>
    internal ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>Whether a file that was changed on a host is replaced.</summary>
    internal bool Overwrites => Flags.Contains(Overwrite);

    /// <summary>Another ssh, with its options; null for the usual one.</summary>
    internal string? Ssh { get; init; }

    /// <summary>The file of those who may have signed the bundle; null where the site's own counts.</summary>
    internal string? Signers { get; init; }

    /// <summary>Whether an output that another release laid out is accepted.</summary>
    internal bool AcceptsForeign { get; init; }

    /// <summary>How long a host waits for its confirm, in seconds; null for the engine's own time.</summary>
    internal int? ConfirmSeconds { get; init; }

    /// <summary>Why this is done; null where it was not said.</summary>
    internal string? Message { get; init; }

    /// <summary>The number of the change in the site's own records; null where it was not said.</summary>
    internal string? Change { get; init; }

    /// <summary>The words that every delivery gets.</summary>
    internal ImmutableArray<string> ApplyWords =>
    [
        .. Word("--confirm-within", ConfirmSeconds?.ToString(CultureInfo.InvariantCulture)),
        .. Word("--message", Message),
        .. Word("--change", Change),
    ];

    private static string[] Word(string name, string? value) => value is null ? [] : [name, value];
}
