using System.Globalization;

namespace Generator.Core.Foundation.Wire;

/// <summary>
/// Reads the answer of a host line by line. A word of the caller marks its begin and its end: text that a login prints is outside and not
/// used. Inside, a line without a form ends the answer.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="word">The word.</param>
/// <param name="longest">A longer answer is not read to its end. Each line counts for three hundred characters more, because it is kept.</param>
public sealed class AnswerFrame(string host, string word, int longest = AnswerFrame.LongestAnswer)
{
    /// <summary>Enough for the facts and events of one host.</summary>
    public const int LongestAnswer = 4 * 1024 * 1024;

    private const int CostOfALine = 300;

    private int read;
    private bool isInside;

    /// <summary>Takes the next line.</summary>
    public FrameLine Take(string line)
    {
        read += line.Length + CostOfALine;
        if (read > longest || line.Length >= EngineForm.LongestLine)
            return new FrameBroken("the answer is too long");
        if (!isInside)
            return Outside(line);
        if (line.Length == 0)
            return new FrameOutside("");
        var end = $"haplane-end {word} ";
        if (line.StartsWith(end, StringComparison.Ordinal)
            && byte.TryParse(line.AsSpan(end.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return new FrameEnded(code);
        return EngineForm.Read(host, line) is { } record ? new FrameRecord(record) : new FrameBroken(Shown(line));
    }

    /// <summary>A line with visible control characters, cut where it is too long to read.</summary>
    public static string Shown(string line) => string.Concat(line.Take(Longest).Select(Visible));

    private const int Longest = 200;

    private FrameLine Outside(string line)
    {
        if (line != $"haplane-begin {word}")
            return new FrameOutside(line);
        isInside = true;
        return new FrameBegun();
    }

    private static string Visible(char character) => character switch
    {
        < ' ' => $"^{(char)(character + '@')}",
        '\u007f' => "^?",
        _ when char.IsControl(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format => "?",
        _ => character.ToString(),
    };
}

/// <summary>A line of an answer.</summary>
public abstract record FrameLine;

/// <summary>Not part of the answer.</summary>
/// <param name="Text">The line; may be empty.</param>
public sealed record FrameOutside(string Text) : FrameLine;

/// <summary>The login is complete, and the answer begins.</summary>
public sealed record FrameBegun : FrameLine;

/// <summary>A record.</summary>
/// <param name="Record">The record.</param>
public sealed record FrameRecord(EngineRecord Record) : FrameLine;

/// <summary>The end.</summary>
/// <param name="Code">The exit code of the command.</param>
public sealed record FrameEnded(int Code) : FrameLine;

/// <summary>The line has no form: nothing after it is read.</summary>
/// <param name="Line">The line, with visible control characters.</param>
public sealed record FrameBroken(string Line) : FrameLine;
