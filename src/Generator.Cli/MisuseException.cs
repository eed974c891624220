namespace Generator.Cli;

/// <summary>The call makes no sense; the message says what to do, and the program ends with <see cref="ExitCode.Misuse"/>.</summary>
/// <param name="message">The message, one sentence without a final stop.</param>
internal sealed class MisuseException(string message) : Exception(message);
