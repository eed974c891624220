namespace Generator.Cli.Applying;

/// <summary>Whether a person wants what was shown.</summary>
/// <param name="isGiven">Whether it was given beforehand.</param>
/// <param name="error">Where the question stands: stdout may be a program's.</param>
internal sealed class Approval(bool isGiven, TextWriter error)
{
    // The lock is held meanwhile, and the hosts may change.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Ends the run where nobody can be asked.</summary>
    /// <exception cref="RunStoppedException">Nobody can.</exception>
    internal void RefuseWithoutPerson()
    {
        if (!isGiven && Console.IsInputRedirected)
            throw RunStoppedException.Refused("there is no terminal to ask you on: look with --dry-run, then give --yes");
    }

    /// <summary>Asks.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="stop">Somebody wants an end.</param>
    /// <exception cref="RunStoppedException">The answer is not yes, or none.</exception>
    internal async Task Ask(string question, CancellationToken stop)
    {
        if (isGiven)
            return;
        error.Write($"{question} Only \"yes\" goes on: ");
        error.Flush();
        var answer = await Answer(stop);
        if (answer?.Trim() != "yes")
            throw RunStoppedException.Refused(answer is null ? "no answer" : "your answer was not yes");
    }

    private static async Task<string?> Answer(CancellationToken stop)
    {
        try
        {
            return await Task.Run(Console.In.ReadLine, stop).WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
