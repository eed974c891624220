using Generator.Cli;
using Generator.Cli.Ssh;

namespace Generator.Tests.Applying;

/// <summary>The ssh configuration that the operator names with -F is read in place of the usual ones.</summary>
public sealed class SshConfigFileTests : IDisposable
{
    private const string Hosts = "Host a\n  HostName 10.0.0.1\n";
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-ssh-").FullName;

    public SshConfigFileTests() => File.WriteAllText(Config, $"{Hosts}Include ~/.ssh/config\nInclude /etc/ssh/ssh_config\n");

    private string Config => Path.Combine(folder, "ssh_config");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_included()
    {
        var own = Path.Combine(folder, "own");
        File.WriteAllText(own, "");
        SshClient.For($"ssh -v -F {own}", folder);
        Assert.Equal($"{Hosts}Include \"{own}\"\n", File.ReadAllText(Config));
    }

    [Fact]
    public void None_leaves_only_the_hosts()
    {
        SshClient.For("ssh -F none", folder);
        Assert.Equal(Hosts, File.ReadAllText(Config));
    }

    [Fact]
    public void Without_it_the_usual_ones_are_read()
    {
        SshClient.For("ssh -v", folder);
        Assert.Contains("Include ~/.ssh/config", File.ReadAllText(Config));
    }

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Assert.Contains("cannot be read: check its path", Assert.Throws<MisuseException>(() => SshClient.For("ssh -F missing", folder)).Message);
}
