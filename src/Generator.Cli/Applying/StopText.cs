using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>
/// What the operator reads when a run ends early: what happened, what it means, where it is written down, how to go on and how to roll back.
/// </summary>
/// <param name="context">The run.</param>
/// <param name="step">The step.</param>
/// <param name="code">The exit code.</param>
/// <param name="reason">Why; empty where the lines above say it.</param>
internal sealed class StopText(RunContext context, RolloutStep step, int code, string reason)
{
    private const string Status = "bash /var/lib/haplane/incoming/bin/host-engine.sh status";

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Lines());

    private IEnumerable<string> Lines()
    {
        if (reason.Length > 0)
            yield return $"{char.ToUpperInvariant(reason[0])}{reason[1..]}.";
        if (Stuck is { Length: > 0 } stuck)
            yield return $"Manual action required on {string.Join(", ", stuck)}: run \"{Status}\" there. It shows what is left.";
        yield return step.Advice;
        if (context.Journal.Length > 0)
            yield return $"journal:   {context.Journal}";
        yield return $"go on:     {(code == ExitCode.Fine ? "" : "fix the error above, then ")}{Again(context.Options.Command)}. Finished hosts are "
            + "skipped.";
        if (context.Options.Command == RunOptions.Apply)
            yield return $"roll back: {Again("rollback")}";
    }

    private string[] Stuck => [.. context.Hosts.Where(host => context.Host(host).Outcome == HostState.NotRolledBack)];

    private string Again(string command) => $"haplane {command} {context.Options.Folder}";
}
