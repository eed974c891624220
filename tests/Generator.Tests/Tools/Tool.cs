using System.Diagnostics;

namespace Generator.Tests.Tools;

/// <summary>Runs the real tools that judge what haplane writes. Where one is not installed the test is skipped by name.</summary>
internal static class Tool
{
    /// <summary>Skips the test where a tool is missing.</summary>
    internal static void Require(string name)
    {
        string[] folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, name))), $"{name} is not installed here");
    }

    /// <summary>Skips the test for a user who cannot make namespaces.</summary>
    internal static void RequireRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "namespaces of the test's own need root");

    /// <summary>Runs a program to its end.</summary>
    internal static (int Code, string Text) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.GetAwaiter().GetResult());
    }
}
