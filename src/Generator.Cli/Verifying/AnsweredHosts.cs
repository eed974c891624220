using System.Globalization;

namespace Generator.Cli.Verifying;

/// <summary>Shows on a terminal how many hosts have answered; shows nothing elsewhere.</summary>
/// <param name="error">stderr.</param>
/// <param name="asked">How many were asked.</param>
internal sealed class AnsweredHosts(TextWriter error, int asked)
{
    // Back to the first column, and erase to the end of the line (ECMA-48, EL).
    private const string ClearLine = "\r\u001b[K";

    private readonly bool isShown = ReferenceEquals(error, Console.Error)
        && !Console.IsErrorRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly Lock gate = new();
    private int answered;

    internal void Begin() => Show(0);

    internal void Next()
    {
        lock (gate)
        {
            answered++;
            Show(answered);
        }
    }

    /// <summary>Removes the line.</summary>
    internal void End()
    {
        answered = 0;
        if (isShown)
            error.Write(ClearLine);
    }

    private void Show(int count)
    {
        if (isShown)
            error.Write(string.Create(CultureInfo.InvariantCulture, $"{ClearLine}{count} of {asked} hosts have answered"));
    }
}
