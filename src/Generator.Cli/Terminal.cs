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

    /// <summary>Whether colours and lines that change may be shown on the stream (no-color.org).</summary>
    internal static bool Decorates(TextWriter stream) =>
        Is(stream) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
