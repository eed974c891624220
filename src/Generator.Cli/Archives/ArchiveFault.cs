namespace Generator.Cli.Archives;

/// <summary>An archive is not valid.</summary>
/// <param name="message">What is wrong with it, one sentence without a final stop.</param>
internal sealed class ArchiveFault(string message) : Exception(message);
