namespace Generator.Cli.Applying;

/// <summary>Whether the operator wants what was shown.</summary>
/// <param name="isGiven">Whether it was given beforehand.</param>
/// <param name="error">Where the question is written: stdout may be a program's.</param>
internal sealed class Approval(bool isGiven, TextWriter error)
{
    // The lock is held while the question is open, and the hosts may change.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>Ends the run where the operator cannot be asked.</summary>
    /// <exception cref="RunStoppedException">There is no terminal.</exception>
    internal void RefuseWithoutTerminal()
    {
        if (!isGiven && Console.IsInputRedirected)
            throw RunStoppedException.Refused("there is no terminal to ask you on. Look with --dry-run, then pass --yes");
    }

    /// <summary>Asks.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="stop">The operator wants an end.</param>
    /// <exception cref="RunStoppedException">The answer is not yes, or none.</exception>
    internal async Task Ask(string question, CancellationToken stop)
    {
        if (isGiven)
            return;
        error.Write($"{question} Type \"yes\" to continue: ");
        error.Flush();
        var answer = await Answer(stop);
        if (answer?.Trim() != "yes")
            throw RunStoppedException.Refused(answer is null ? "no answer" : "your answer was not yes");
    }

    private static async Task<string?> Answer(CancellationToken stop)
    {
        try
        {
            return await Task.Run(Console.In.ReadLine, stop).WaitAsync(Timeout, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
