using System.Collections.Immutable;

namespace Generator.Cli.Applying;

/// <summary>What a person has asked for.</summary>
/// <param name="Command">The command, as the journal names it.</param>
/// <param name="Folder">The result.</param>
/// <param name="Only">The hosts that are changed; empty for all.</param>
/// <param name="Gone">The hosts that leave, and are dead.</param>
/// <param name="IsApproved">Whether nobody is asked any more.</param>
/// <param name="IsDry">Whether nothing is written anywhere.</param>
/// <param name="IsJson">Whether the events go to stdout, an object a line.</param>
/// <param name="Flags">What every engine is allowed: options of <c>host-engine.sh</c>.</param>
/// <param name="Ssh">Another ssh, with its options; null for the usual one.</param>
internal sealed record RunOptions(
    string Command,
    string Folder,
    ImmutableHashSet<string> Only,
    ImmutableHashSet<string> Gone,
    bool IsApproved,
    bool IsDry,
    bool IsJson,
    ImmutableArray<string> Flags,
    string? Ssh);
