namespace Generator.Cli.Archives;

/// <summary>An archive is not what it has to be.</summary>
/// <param name="message">What is wrong with it, one sentence without a final stop.</param>
internal sealed class ArchiveFault(string message) : Exception(message);
