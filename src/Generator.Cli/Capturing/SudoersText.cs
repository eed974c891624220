namespace Generator.Cli.Capturing;

/// <summary>The sudo rules that a user other than root needs to read everything (sudoers(5)).</summary>
internal static class SudoersText
{
    // The commands that the reader calls with sudo -n. A distribution has them in one of these folders.
    private static readonly string[] Programs = ["cat", "ls", "stat", "readlink", "sha256sum"];
    private static readonly string[] Folders = ["/usr/bin", "/bin"];

    /// <summary>The file for a user.</summary>
    /// <param name="host">A host argument with a user in it; null for none.</param>
    internal static string For(string? host)
    {
        var user = host?.Split('@') is [var named, _] ? named : host ?? "OPERATOR";
        var commands = string.Join(", ", Programs.SelectMany(program => Folders.Select(folder => $"{folder}/{program}")));
        return $"""
            # /etc/sudoers.d/haplane-capture: check it with visudo -cf FILE, mode 0440.
            # These commands only read. What they read may be secret, so take the file away when the capture is done.
            Defaults:{user} !requiretty
            {user} ALL=(root) NOPASSWD: {commands}

            """;
    }
}
