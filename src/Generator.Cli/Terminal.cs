namespace Generator.Cli;

/// <summary>What a stream of this program may be shown on.</summary>
internal static class Terminal
{
    /// <summary>Back to the first column, and erase to the end of the line (ECMA-48, EL).</summary>
    internal const string ClearLine = "\r\u001b[K";

    /// <summary>Whether the stream is stdout or stderr, and a person's terminal.</summary>
    internal static bool Is(TextWriter stream) =>
        (ReferenceEquals(stream, Console.Out) && !Console.IsOutputRedirected)
        || (ReferenceEquals(stream, Console.Error) && !Console.IsErrorRedirected);

    /// <summary>Whether lines that change may be shown on the stream (no-color.org).</summary>
    internal static bool Decorates(TextWriter stream) => Is(stream) && !IsSet("NO_COLOR");

    /// <summary>
    /// Whether colours may be shown on the stream: on a terminal, or where FORCE_COLOR asks for them (no-color.org, force-color.org).
    /// </summary>
    internal static bool ShowsColour(TextWriter stream) => !IsSet("NO_COLOR") && (Is(stream) || IsSet("FORCE_COLOR"));

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
