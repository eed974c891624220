using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>keepalived judges every configuration that the cases hold, and shellcheck the check that it runs.</summary>
public sealed class KeepalivedTests : IDisposable
{
    // In a network of its own that has the interface of the topology.
    private const string Script = """
        set -eu
        ip link set lo up
        ip link add eth0 type veth peer name other
        ip link set eth0 up
        exec keepalived -t -f "$1"
        """;

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-keepalived-").FullName;

    public static TheoryData<string, string> Configurations => Case.FilesThatEndIn("keepalived.conf");

    public static TheoryData<string, string> Checks => Case.FilesThatEndIn("check-load-balancer");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Keepalived_accepts_the_configuration(string name, string file)
    {
        var (code, text) = Judge(Case.Of(name).Bytes(file));
        Assert.True(code == 0, text);
        Assert.Equal("", text.Trim());
    }

    [Fact]
    public void Keepalived_refuses_a_configuration_with_an_unknown_setting()
    {
        var (code, text) = Judge("vrrp_instance kube {\n    advert_interval 1\n}\n"u8.ToArray());
        Assert.NotEqual(0, code);
        Assert.Contains("Unknown keyword 'advert_interval'", text);
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Shellcheck_accepts_the_check(string name, string file)
    {
        Tool.Require("shellcheck");
        var (code, text) = Tool.Run("shellcheck", Written(Case.Of(name).Bytes(file)));
        Assert.True(code == 0, text);
    }

    private (int Code, string Text) Judge(byte[] configuration)
    {
        Tool.Require("keepalived");
        Tool.Require("unshare");
        Tool.RequireRoot();
        return Tool.Run("unshare", "-mn", "sh", "-c", Script, "sh", Written(configuration));
    }

    private string Written(byte[] content)
    {
        var file = Path.Combine(scratch, "judged");
        File.WriteAllBytes(file, content);
        return file;
    }
}
