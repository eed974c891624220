using System.Globalization;

namespace Generator.Cli;

/// <summary>Shows the progress of a long read on a terminal; shows nothing elsewhere or for a short read.</summary>
/// <param name="doing">The activity, such as <c>packing</c>.</param>
/// <param name="total">The number of bytes.</param>
internal sealed class Progress(TextWriter error, string doing, long total) : IDisposable
{
    // Fewer bytes take only a second or two.
    private const long Short = 64L << 20;

    private readonly bool isShown = total >= Short && Terminal.Decorates(error);
    private long done;
    private long shown = -1;

    internal void Add(int bytes)
    {
        done += bytes;
        var percent = done * 100 / Math.Max(1, total);
        if (!isShown || percent == shown)
            return;
        shown = percent;
        error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{doing} {percent} % of {total >> 20} MiB"));
    }

    public void Dispose()
    {
        if (isShown)
            error.Write(Terminal.ClearLine);
    }
}
