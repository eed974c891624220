using System.Globalization;

namespace Generator.Cli.Verifying;

/// <summary>Shows on a terminal how many hosts have answered; shows nothing elsewhere.</summary>
/// <param name="error">stderr.</param>
/// <param name="asked">How many were asked.</param>
internal sealed class AnsweredHosts(TextWriter error, int asked)
{
    private readonly bool isShown = Terminal.Decorates(error);
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
            error.Write(Terminal.ClearLine);
    }

    private void Show(int count)
    {
        if (isShown)
            error.Write(string.Create(CultureInfo.InvariantCulture, $"{Terminal.ClearLine}{count} of {asked} hosts have answered"));
    }
}
