using System.Collections.Immutable;

namespace Generator.Core.Rollout;

/// <summary>
/// Something that is done on a host or asked of it. Each kind is a file: its fields, its line in a plan, and how it is done by hand.
/// </summary>
/// <param name="Host">The host that it is sent to.</param>
public abstract record Instruction(string Host)
{
    /// <summary>How the kind is spelt in plans: <c>DrainNode</c> is <c>drain-node</c>.</summary>
    public string Kind => Spelling.OfName(GetType().Name);

    internal abstract ImmutableArray<string> Arguments { get; }

    /// <summary>The fields of a plan's line, from the kind on.</summary>
    internal virtual ImmutableArray<string> Fields => [Kind, Host, .. Arguments];
}
