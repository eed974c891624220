namespace Generator.Cli;

/// <summary>The command line is wrong; the program prints the message and exits with <see cref="ExitCode.Misuse"/>.</summary>
/// <param name="message">One sentence without a full stop, with what to do.</param>
internal sealed class MisuseException(string message) : Exception(message);
