using Generator.Cli;

namespace Generator.Tests.Support;

/// <summary>The program as a user starts it: the published one that HAPLANE names, and else the one that was built with the tests.</summary>
internal static class Executable
{
    /// <summary>The words that start it, for a shell.</summary>
    internal static string Words { get; } = Environment.GetEnvironmentVariable("HAPLANE") is { Length: > 0 } published
        ? $"'{published}'"
        : $"dotnet '{Path.ChangeExtension(typeof(ExitCode).Assembly.Location, ".dll")}'";
}
