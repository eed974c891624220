using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Tests.Capturing;

/// <summary>No secret of a host leaves it, and nothing else of a file is changed.</summary>
public class PlantedSecretTests
{
    private const string Unit = "[Unit]\nDescription=kubelet\n[Service]\n%\nExecStart=/opt/k/bin/kubelet --v=2\n";
    private const string Config = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n%\n";

    private const string Kubeconfig =
        "apiVersion: v1\nkind: Config\nclusters:\n- cluster:\n    server: https://1.2.3.4:6443\n  name: k\n"
        + "contexts:\n- context:\n    cluster: k\n    user: a\n  name: c\ncurrent-context: c\nusers:\n%";

    private static readonly ImmutableArray<PlantedSecret> All =
    [
        .. Of("/etc/systemd/system/kubelet-{0}.service", Unit, PlantedSecretShapes.Units),
        .. Of("/etc/site/{0}.env", "A=b\n%\nC=d\n", PlantedSecretShapes.Variables),
        .. Of("/etc/site/{0}.kubeconfig", Kubeconfig, [.. PlantedSecretShapes.Users]),
        .. Of("/etc/site/json{0}.kubeconfig", "%", [(PlantedSecretShapes.Json, "")]),
        .. Of("/etc/site/{0}.yaml", Config, PlantedSecretShapes.Configurations),
        .. Of("/etc/haproxy/haproxy{0}.cfg", "global\n  daemon\n%", PlantedSecretShapes.Haproxy),
        .. Of("/etc/keepalived/part{0}.conf", "%", PlantedSecretShapes.Keepalived),
        .. Of("/etc/site/nginx{0}.conf", "%", PlantedSecretShapes.Nginx),
    ];

    private static readonly Lazy<ReaderRun> Run = new(Read);

    public static TheoryData<string> Paths => [.. All.Select(secret => secret.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_secret_is_replaced_and_nothing_else(string path)
    {
        var secret = All.Single(one => one.Path == path);
        Assert.Equal(secret.Expected, Run.Value.Files.GetValueOrDefault(path));
        Assert.Contains(Run.Value.Census, line => line.StartsWith($"redacted\t{path}\t", StringComparison.Ordinal));
        Assert.Empty(SecretText.Of(new SourceFile(path, Encoding.Latin1.GetBytes(Run.Value.Files[path]))));
    }

    [Fact]
    public void No_byte_that_leaves_is_of_a_secret() => Assert.DoesNotContain("c5f00d", Run.Value.Text, StringComparison.Ordinal);

    [Fact]
    public void Each_redaction_is_on_its_line()
    {
        foreach (var fields in Run.Value.Census.Select(line => line.Split('\t')).Where(fields => fields[0] == "redacted"))
        {
            var line = int.Parse(fields[2], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Contains("haplane-redacted", Run.Value.Files[fields[1]].Split('\n')[line - 1], StringComparison.Ordinal);
        }
    }

    private static IEnumerable<PlantedSecret> Of(string path, string frame, (string Content, string Expected)[] shapes) =>
        from shape in shapes.Index()
        let place = path.Replace("{0}", $"{shape.Index}", StringComparison.Ordinal)
        select PlantedSecret.Of(place, frame, shape.Item.Content, shape.Item.Expected);

    private static ReaderRun Read()
    {
        using var disk = new DiskOfHost();
        foreach (var secret in All)
            disk.Write(secret.Path, secret.Content);
        var main = All.Select(secret => secret.Path).Select(path => path switch
        {
            _ when path.EndsWith(".env", StringComparison.Ordinal) => $"EnvironmentFile={path}\n",
            _ when path.Contains("/nginx", StringComparison.Ordinal) => $"ExecStartPre=/usr/sbin/nginx -c {path}\n",
            _ => $"ExecStartPre=/opt/k/bin/kubelet --kubeconfig={path}\n",
        });
        disk.Write("/etc/systemd/system/kubelet.service", $"[Service]\n{string.Concat(main)}");
        disk.Write("/etc/systemd/system/haproxy.service", "[Service]\nExecStart=/usr/sbin/haproxy -f /etc/haproxy\n");
        disk.Write("/etc/systemd/system/keepalived.service", "[Service]\nExecStart=/usr/sbin/keepalived\n");
        disk.Write("/etc/keepalived/keepalived.conf", "include part*.conf\n");
        var run = ReaderRun.Of(disk);
        Assert.True(run.Code == 0, run.Said);
        return run;
    }
}
