using System.Text;
using Generator.Core.Foundation.Wire;

namespace Generator.Cli.Ssh;

/// <summary>Reads lines from a host's stream in bounded memory; the rest after the lines can be read as bytes.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[2048];
    private int start;
    private int end;

    /// <summary>Reads the next line without its end.</summary>
    /// <returns>The line; only the first <see cref="EngineForm.LongestLine"/> bytes of a longer one, then its rest; null at the end.</returns>
    internal async ValueTask<string?> Next(CancellationToken stop)
    {
        while (true)
        {
            var found = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(found, found + 1);
            if (end - start == EngineForm.LongestLine)
                return Take(end - start, end - start);
            if (!await Fill(stop))
                return end == start ? null : Take(end - start, end - start);
        }
    }

    /// <summary>Passes on everything that was not read as a line.</summary>
    internal async Task CopyRest(Stream target, CancellationToken stop)
    {
        await target.WriteAsync(buffer.AsMemory(start, end - start), stop);
        start = end;
        await stream.CopyToAsync(target, stop);
    }

    private string Take(int length, int taken)
    {
        var line = Encoding.UTF8.GetString(buffer, start, length);
        start += taken;
        return line;
    }

    private async ValueTask<bool> Fill(CancellationToken stop)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = await stream.ReadAsync(buffer.AsMemory(end), stop);
        end += read;
        return read > 0;
    }
}
