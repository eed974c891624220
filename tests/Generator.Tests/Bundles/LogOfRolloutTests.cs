using Generator.Cli;
using Generator.Tests.Tools;

namespace Generator.Tests.Bundles;

/// <summary>A rollout writes its log outside the folder that it works in: one more file there is one that nothing lists.</summary>
public sealed class LogOfRolloutTests : IDisposable
{
    private readonly BundleFolder folder = new();
    private readonly string unpacked;

    public LogOfRolloutTests()
    {
        Tool.Require("bash");
        folder.Bundle("a.tar.gz");
        Assert.Equal(0, Tool.Run("tar", "-C", folder.Of(""), "-xf", folder.Of("a.tar.gz")).Code);
        unpacked = folder.Of("haplane-runbook");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("XDG_STATE_HOME={0}/state", "state/haplane")]
    [InlineData("XDG_STATE_HOME= HOME={0}/home", "home/.local/state/haplane")]
    [InlineData("XDG_STATE_HOME=relative HOME={0}/home", "home/.local/state/haplane")]
    public void A_second_run_out_of_an_unpacked_bundle_works(string environment, string state)
    {
        // No host is there, so that a run ends where it would reach the first one.
        for (var run = 1; run <= 2; run++)
        {
            var (code, text) = OnSite(environment, "sh install.sh rollout");
            Assert.True(code == ExitCode.InputErrors && text.Contains("cannot be reached", StringComparison.Ordinal), $"run {run}: {code}: {text}");
        }

        var (verified, said) = OnSite(environment, "sh install.sh verify");
        Assert.True(verified == ExitCode.Fine, said);
        Assert.All(Directory.EnumerateFiles(folder.Of(state)), log => Assert.Contains("cannot be reached", File.ReadAllText(log)));
        Assert.NotEmpty(Directory.EnumerateFiles(folder.Of(state)));
    }

    [Theory]
    [InlineData("HOME=/root", "sh install.sh rollout --log here.log", "pass a --log FILE elsewhere")]
    [InlineData("HOME=/root", "out/bin/rollout.sh --log out/here.log", "pass a --log FILE elsewhere")]
    [InlineData("XDG_STATE_HOME={0}/haplane-runbook/out", "out/bin/rollout.sh", "pass a --log FILE elsewhere")]
    [InlineData("XDG_STATE_HOME= HOME=", "out/bin/rollout.sh", "set HOME or XDG_STATE_HOME")]
    [InlineData("XDG_STATE_HOME=/proc/none", "out/bin/rollout.sh", "/proc/none/haplane cannot be made")]
    public void A_log_that_cannot_be_kept_elsewhere_is_refused(string environment, string command, string expected)
    {
        var (code, text) = OnSite(environment, command);
        Assert.True(code == ExitCode.InputErrors && text.Contains(expected, StringComparison.Ordinal), $"{code}: {text}");
        Assert.DoesNotContain("cannot be reached", text);
        Assert.False(Directory.Exists(Path.Combine(unpacked, "out", "haplane")));
        Assert.Equal(ExitCode.Fine, OnSite("HOME=/root", "sh install.sh verify").Code);
    }

    private (int Code, string Text) OnSite(string environment, string command) =>
        Tool.Run(
            "bash",
            "-c",
            $"cd '{unpacked}' && export HAPLANE_SSH=false "
                + $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, environment, folder.Of("").TrimEnd('/'))} && {command} "
                + "</dev/null");
}
