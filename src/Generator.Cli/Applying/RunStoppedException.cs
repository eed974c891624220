namespace Generator.Cli.Applying;

/// <summary>A run does not go on. Nothing is half done.</summary>
/// <param name="code">The exit code.</param>
/// <param name="message">Why, and what to do next.</param>
internal sealed class RunStoppedException(int code, string message) : Exception(message)
{
    internal int Code => code;

    /// <summary>The end of a run that has changed nothing.</summary>
    internal static RunStoppedException Refused(string reason) => new(ExitCode.InputErrors, $"refused: {reason}. Nothing was changed on any host.");
}
