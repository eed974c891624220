namespace Generator.Core.Rollout;

/// <summary>The titles of the phases for people.</summary>
internal static class PhaseTitle
{
    internal static string Of(Phase phase) => Spelling.Of(phase) switch
    {
        "source-node" => "The source master's node agents",
        var name => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' '),
    };
}
