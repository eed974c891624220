using Generator.Tests.Tools;

namespace Generator.Tests.Capturing;

/// <summary>Shells and their tools as hosts have them: those of Debian, of busybox alone, and each awk.</summary>
internal static class Shells
{
    /// <summary>What starts a shell, the program that has to be installed, and which awk it gets; null for that of this machine.</summary>
    public static TheoryData<string, string, string?> All => new()
    {
        { "dash", "dash", null },
        { "bash --posix", "bash", null },
        { "/usr/bin/busybox sh", "busybox", "busybox" },
        { "dash", "mawk", "mawk" },
        { "dash", "gawk", "gawk" },
    };

    /// <summary>Runs the reader with one of them.</summary>
    internal static ReaderRun Run(DiskOfHost disk, string shell, string needed, string? awk)
    {
        Tool.Require(needed);
        if (awk is null)
            return ReaderRun.Of(disk, shell);
        var folder = Directory.CreateTempSubdirectory("haplane-awk-").FullName;
        try
        {
            return ReaderRun.Of(disk, shell, awk == "busybox" ? Applets(folder) : AwkFirst(folder, awk));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Nothing but applets, and openssl.
    private static string Applets(string folder)
    {
        foreach (var applet in Tool.Run("/usr/bin/busybox", "--list").Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            File.CreateSymbolicLink(Path.Combine(folder, applet), "/usr/bin/busybox");
        File.CreateSymbolicLink(Path.Combine(folder, "openssl"), "/usr/bin/openssl");
        return folder;
    }

    private static string AwkFirst(string folder, string awk)
    {
        File.CreateSymbolicLink(Path.Combine(folder, "awk"), $"/usr/bin/{awk}");
        return $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
