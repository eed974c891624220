namespace Generator.Core.Reading.Originals;

/// <summary>Finds the program for a name without a folder.</summary>
internal static class ProgramPath
{
    // The folders that systemd and a root login search.
    private static readonly string[] Folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The program's path if it was found; else the name itself.</summary>
    internal static string Of(HostCapture capture, string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? name
            : Folders.Select(folder => $"{folder}/{name}").FirstOrDefault(path => capture.Seen(path) is not null) ?? name;
}
