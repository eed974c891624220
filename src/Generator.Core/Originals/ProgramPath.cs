namespace Generator.Core.Originals;

/// <summary>Finds the program that a name without a folder means.</summary>
internal static class ProgramPath
{
    // What systemd itself and a login of root search.
    private static readonly string[] Folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The program's path where it was seen; the name itself where it was not.</summary>
    internal static string Of(HostCapture capture, string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? name
            : Folders.Select(folder => $"{folder}/{name}").FirstOrDefault(path => capture.Seen(path) is not null) ?? name;
}
