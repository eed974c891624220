using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Wire;

/// <summary>
/// The forms of the lines that a host engine prints. A host is not trusted: a line without a form is not used. The shell has the same forms
/// in <c>templates/wire</c> and <c>templates/over-ssh</c>.
/// </summary>
public static partial class EngineForm
{
    /// <summary>A line that is longer has no form.</summary>
    public const int LongestLine = 65536;

    // The shell counts bytes, which are never fewer.
    private const int LongestMessage = 800;

    /// <summary>Reads a line.</summary>
    /// <param name="host">The host that was asked: an event names it, or has no form.</param>
    /// <param name="line">The line, without its end.</param>
    /// <returns>The record; null where the line has no form.</returns>
    public static EngineRecord? Read(string host, string line)
    {
        if (line.Length >= LongestLine)
            return null;
        return line.Split('\t') switch
        {
            ["event", var named, var step, var result, var code, var detail]
                when named == host && IsWord(step, result, code) && IsPrintable(detail) =>
                new EngineEvent(host, step, result, code == "-" ? "" : code, detail),
            ["fact", var name, var value] when IsFact(name, value) => new EngineFact(name, value),
            ["path", var path] when IsPath(path) => new EnginePath(path),
            ["text", .. var text] when text.Length > 0 && text.All(IsPrintable) => new EngineText(line["text\t".Length..]),
            _ => null,
        };
    }

    private static bool IsWord(string step, string result, string code) =>
        EngineWords.Steps.Contains(step) && EngineWords.Results.Contains(result) && (code == "-" || EngineWords.Codes.Contains(code));

    private static bool IsPrintable(string text) => !text.Any(char.IsControl);

    internal static bool IsPath(string path) => Path().IsMatch(path) && !path.Split('/').Skip(1).Any(part => part is "" or "." or "..");

    private static bool IsFact(string name, string value) => name switch
    {
        "clock" or "started" => Number().IsMatch(value),
        "size" => value.Split(' ') is [var size, var path] && Number().IsMatch(size) && IsPath(path),
        "name" => HostName().IsMatch(value),
        "name-of" => value.Split(' ') is [var host, var own] && NodeName().IsMatch(host) && HostName().IsMatch(own),
        "not-ready" => NodeName().IsMatch(value),
        "node-key" => value is "memory" or "none" || Digest().IsMatch(value),
        "delivered" => Delivery().IsMatch(value),
        "kept" => Kept().IsMatch(value),
        "change" => Numbered(value) is { } change && Change().IsMatch(change),
        "message" => Numbered(value) is { Length: > 0 and <= LongestMessage } message && IsPrintable(message),
        "swap" => value is "on" or "off",
        "architecture" => Architecture().IsMatch(value),
        "ip-forward" or "bridge" => value is [>= '0' and <= '9'],
        "lock" => value is "held" or "busy",
        "channel" => Digest().IsMatch(value),
        "file" => value.Split(' ') is [var digest, var path] && Digest().IsMatch(digest) && IsPath(path),
        _ => VerifyForm.IsFact(name, value),
    };

    // What follows the number of a delivery.
    private static string? Numbered(string value) => value.Split(' ', 2) is [var number, var text] && Delivery().IsMatch(number) ? text : null;

    [GeneratedRegex("""^/[A-Za-z0-9._+@:/-]+\z""")]
    private static partial Regex Path();

    [GeneratedRegex("""^[0-9]{1,15}\z""")]
    private static partial Regex Number();

    [GeneratedRegex("""^[A-Za-z0-9._-]{1,64}\z""")]
    private static partial Regex HostName();

    [GeneratedRegex("""^(?=.{1,253}\z)[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z""")]
    internal static partial Regex NodeName();

    [GeneratedRegex("""^[0-9]{1,6}\z""")]
    private static partial Regex Delivery();

    [GeneratedRegex("""^[0-9]{1,6} ([0-9a-f]{64}|-) [0-9TZ:-]{1,30} [A-Za-z0-9@._:,=-]{0,4000}\z""")]
    private static partial Regex Kept();

    [GeneratedRegex("""^[A-Za-z0-9._:/#-]{1,64}\z""")]
    private static partial Regex Change();

    [GeneratedRegex("""^[a-z0-9_]{1,32}\z""")]
    private static partial Regex Architecture();

    [GeneratedRegex("""^[0-9a-f]{64}\z""")]
    private static partial Regex Digest();
}
