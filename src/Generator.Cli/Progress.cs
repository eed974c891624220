using System.Globalization;

namespace Generator.Cli;

/// <summary>Shows on a terminal how far a long reading has come; elsewhere, and for what is short, nothing.</summary>
/// <param name="error">Where it is shown.</param>
/// <param name="doing">What is done, such as <c>packing</c>.</param>
/// <param name="total">How many bytes there are.</param>
internal sealed class Progress(TextWriter error, string doing, long total) : IDisposable
{
    // Less than this takes a second or two.
    private const long Short = 64L << 20;

    private readonly bool isShown = total >= Short && ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private long done;
    private long shown = -1;

    /// <summary>So many bytes more are done.</summary>
    internal void Add(int bytes)
    {
        done += bytes;
        var percent = done * 100 / Math.Max(1, total);
        if (!isShown || percent == shown)
            return;
        shown = percent;
        error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{doing} {percent} % of {total >> 20} MiB"));
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (isShown)
            error.Write("\r\u001b[K");
    }
}
