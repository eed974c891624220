using System.Text;
using System.Text.RegularExpressions;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>openssl carries out the commands that the page of a request gives, on a CA and a key of the test's own.</summary>
public sealed partial class ReissueTests : IDisposable
{
    private const string Ssl = "data/application/kubernetes/ssl";
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-reissue-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [InlineData("/O=k8s/CN=kubernetes")]
    [InlineData("/C=CN/ST=Beijing/L=北京/O=k8s/O=System Group/OU=$HOME #1, \"x\"/CN=kube api\\\\server")]
    public void The_commands_make_a_certificate_of_the_same_key_with_every_name(string subject)
    {
        MakeOld(
            subject,
            "[v]\nsubjectAltName=DNS:k8s-master1,DNS:old.example.org,IP:192.168.3.171,IP:fd00::1\nextendedKeyUsage=serverAuth,1.3.6.1.5.5.7.3.2\n"
                + "keyUsage=critical,digitalSignature,keyEncipherment\n");
        var input = InputWith(File.ReadAllText(At("server.pem")));
        Assert.Contains(Compiler.Check(input), finding => finding.Code == "CRT001");
        Write(Reissue.Of(input));
        var old = Openssl("x509", "-noout", "-subject", "-nameopt", "RFC2253", "-in", At("server.pem"));
        var oldKey = Openssl("x509", "-noout", "-pubkey", "-in", At("server.pem"));

        var text = RunBlocks();

        Assert.Contains("reissue.pem: OK\n", text);
        Assert.DoesNotContain("another key", text);
        Assert.Equal(old, Openssl("x509", "-noout", "-subject", "-nameopt", "RFC2253", "-in", At("server.pem")));
        Assert.Equal(oldKey, Openssl("x509", "-noout", "-pubkey", "-in", At("server.pem")));
        var made = Openssl("x509", "-noout", "-text", "-in", At("server.pem"));
        string[] names =
        [
            "DNS:k8s-master1", "DNS:old.example.org", "DNS:k8s-master2", "DNS:k8s-master3", "IP Address:192.168.3.171", "IP Address:192.168.3.172",
            "IP Address:192.168.3.173",
            "IP Address:192.168.3.201", "IP Address:127.0.0.1", "IP Address:10.0.0.1", "IP Address:FD00:0:0:0:0:0:0:1", "DNS:kubernetes",
            "DNS:kubernetes.default.svc.cluster.local",
        ];
        Assert.All(names, name => Assert.Matches($"{Regex.Escape(name)}(,|\n)", made));
        Assert.Contains("TLS Web Server Authentication, TLS Web Client Authentication", made);
        Assert.Contains("Digital Signature, Key Encipherment", made);
        Assert.DoesNotContain(Compiler.Check(InputWith(File.ReadAllText(At("server.pem")))), finding => finding.Code is "CRT001" or "CRT004");
        Assert.True(File.Exists(At("server.pem.before-reissue")));
        Assert.False(File.Exists(At("server.pem.new")));
    }

    [Fact]
    public void Certificates_behind_the_first_stay_and_a_missing_usage_is_added()
    {
        MakeOld("/CN=kubernetes", "[v]\nsubjectAltName=DNS:k8s-master1\nextendedKeyUsage=clientAuth\n");
        File.AppendAllText(At("server.pem"), File.ReadAllText(At("ca.pem")));
        Write(Reissue.Of(InputWith(File.ReadAllText(At("server.pem")))));
        RunBlocks();
        var certificates = Certificate.AllOf(File.ReadAllText(At("server.pem")));
        Assert.Equal(2, certificates.Length);
        Assert.True(certificates[0].IsFor(Purpose.Server) && certificates[0].IsFor(Purpose.Client));
        Assert.Equal("CN=test-ca", certificates[1].Subject.ToString());
    }

    [Fact]
    public void Where_the_ca_is_not_known_it_is_asked_for()
    {
        MakeOld("/CN=kubernetes", "[v]\nsubjectAltName=DNS:k8s-master1\n");
        var starter = Starter.Unchanged;
        var old = starter.Originals.Single(file => file.Path == $"originals/k8s-master1/{Ssl}/server.pem").Text;
        Write(Reissue.Of(InputOf(starter.With($"k8s-master1/{Ssl}/server.pem", old, File.ReadAllText(At("server.pem"))))));
        Assert.Contains("ca=ca.pem ca_key=ca-key.pem\n", File.ReadAllText(At("README.md")));
        RunBlocks();
        Assert.Contains(Certificate.AllOf(File.ReadAllText(At("server.pem")))[0].Addresses, address => address == "192.168.3.201");
    }

    [Theory]
    [InlineData(null, 7300)]
    [InlineData("2021-06-01", 7277)]
    [InlineData("2041-05-01", 3)]
    [InlineData("2050-01-01", 1)]
    public void The_new_one_does_not_outlive_the_ca(string? today, int days)
    {
        var input = InputOf(
            Starter.Unchanged with
            {
                Topology =
                Starter.Unchanged.Topology.Replace("endpoint: 192.168.3.201", "endpoint: api.example.org", StringComparison.Ordinal)
            });
        var result = Reissue.Of(
            input with { Today = today is null ? null : DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture) });
        Assert.NotNull(result.Files);
        Assert.Contains($" -days {days} ", Encoding.UTF8.GetString(result.Files.Files["README.md"].Content.Span));
        Assert.DoesNotContain("\n\n\n", Encoding.UTF8.GetString(result.Files.Files["README.md"].Content.Span));
    }

    [Fact]
    public void Nothing_is_written_where_nothing_lacks() =>
        Assert.Equal(
            (null, "the kube-apiserver's certificate /data/application/kubernetes/ssl/server.pem already has all needed names"),
            Unpack(Reissue.Of(InputOf(Starter.Unchanged))));

    private static (FileTree?, string) Unpack(ReissueResult result) => (result.Files, result.Summary);

    private static InputSet InputOf(Starter starter) =>
        new(new SourceFile("topology.yaml", Encoding.UTF8.GetBytes(starter.Topology)), starter.Originals);

    private InputSet InputWith(string certificate)
    {
        var starter = Starter.Unchanged;
        foreach (var (name, text) in new[] { ("server.pem", certificate), ("ca.pem", File.ReadAllText(At("ca.pem"))) })
        {
            var old = starter.Originals.Single(file => file.Path == $"originals/k8s-master1/{Ssl}/{name}").Text;
            starter = starter.With($"k8s-master1/{Ssl}/{name}", old, text);
        }

        return InputOf(starter);
    }

    private void MakeOld(string subject, string extensions)
    {
        Tool.Require("openssl");
        File.WriteAllText(At("old.ext"), extensions);
        Openssl(
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            At("ca-key.pem"),
            "-out",
            At("ca.pem"),
            "-subj",
            "/CN=test-ca",
            "-days",
            "30");
        Openssl("req", "-new", "-utf8", "-newkey", "rsa:2048", "-nodes", "-keyout", At("server-key.pem"), "-out", At("old.csr"), "-subj", subject);
        Openssl(
            "x509",
            "-req",
            "-in",
            At("old.csr"),
            "-CA",
            At("ca.pem"),
            "-CAkey",
            At("ca-key.pem"),
            "-set_serial",
            "7",
            "-days",
            "20",
            "-extfile",
            At("old.ext"),
            "-extensions",
            "v",
            "-out",
            At("server.pem"));
    }

    private void Write(ReissueResult result)
    {
        Assert.NotNull(result.Files);
        foreach (var (name, file) in result.Files.Files)
            File.WriteAllBytes(At(name), file.Content.Span);
    }

    // Every block for a shell, as it stands but for the folder: a stop at the first command that fails.
    private string RunBlocks()
    {
        var blocks = ShellBlock().Matches(File.ReadAllText(At("README.md"))).Select(match => match.Groups[1].Value);
        var script = $"set -eu\ncd '{scratch}'\n{string.Concat(blocks)}".Replace($"/{Ssl}/", $"{scratch}/", StringComparison.Ordinal);
        var (code, text) = Tool.Run("bash", "-c", script);
        Assert.True(code == 0, text);
        return text;
    }

    private static string Openssl(params string[] arguments)
    {
        var (code, text) = Tool.Run("openssl", arguments);
        Assert.True(code == 0, text);
        return text;
    }

    private string At(string name) => Path.Combine(scratch, name);

    [GeneratedRegex("^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShellBlock();
}
