using System.Text.Json;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>What becomes of a file follows from what it is and who names it, and never from its own name.</summary>
public class ClassificationTests
{
    private const string Root = "/data/application/kubernetes";
    private const string Apiserver = $"k8s-master1{Root}/cfg/kube-apiserver.conf";
    private const string Inventory = "k8s-master1/capture.json";
    private const string Entry = "\", \"type\": \"file\", \"mode\": \"0644\", \"owner\": \"root:root\", \"size\": 1, "
        + "\"sha256\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"";

    [Fact]
    public void The_kubeconfig_of_a_webhook_is_copied_and_never_moved()
    {
        var scheduler = Starter.Unchanged.Originals.Single(file => file.Path.EndsWith("kube-scheduler.kubeconfig", StringComparison.Ordinal));
        var starter = Starter.Unchanged
            .With(Apiserver, "--audit-log-maxage=30", $"--audit-log-maxage=30 --audit-webhook-config-file={Root}/cfg/kube-scheduler.kubeconfig.hook")
            .With(Inventory, "\"files\": [", $"\"files\": [\n    {{\"path\": \"{Root}/cfg/kube-scheduler.kubeconfig.hook{Entry}}},");
        var elsewhere = scheduler.Text.Replace("192.168.3.171:6443", "audit.example.org:9443", StringComparison.Ordinal);
        var hook = new SourceFile(
            $"originals/k8s-master1{Root}/cfg/kube-scheduler.kubeconfig.hook", System.Text.Encoding.UTF8.GetBytes(elsewhere));
        var classes = Classes(starter with { Originals = starter.Originals.Add(hook) }, "k8s-master2");
        Assert.Equal("secret", classes[$"{Root}/cfg/kube-scheduler.kubeconfig.hook"]);
        Assert.Equal("edited-in-place", classes[$"{Root}/cfg/kube-scheduler.kubeconfig"]);
    }

    [Fact]
    public void The_kubeconfig_of_a_webhook_that_a_configuration_names_is_copied_and_never_moved()
    {
        var classes = Classes(
            Starter.Unchanged
                .With(Apiserver, "--authorization-mode=RBAC,Node", $"--authorization-config={Root}/cfg/authz.yaml")
                .With(Inventory, "\"v1.20.4\"", "\"v1.32.2\"")
                .Adding(
                    $"k8s-master1{Root}/cfg/authz.yaml",
                    $"kind: AuthorizationConfiguration\nauthorizers:\n- webhook:\n    connectionInfo: {{kubeConfigFile: {Root}/cfg/wh.kubeconfig}}\n")
                .Adding(
                    $"k8s-master1{Root}/cfg/wh.kubeconfig",
                    "kind: Config\nclusters:\n- name: w\n  cluster: {server: https://authz.example.org:8443/check}\n") with
            {
                Topology = Starter.Unchanged.Topology.Replace("kubernetes: v1.20.4", "kubernetes: v1.32.2", StringComparison.Ordinal),
            },
            "k8s-master2");
        Assert.Equal(("identical", "secret"), (classes[$"{Root}/cfg/authz.yaml"], classes[$"{Root}/cfg/wh.kubeconfig"]));
    }

    [Fact]
    public void A_program_that_is_a_link_comes_with_what_it_points_to()
    {
        var path = $"\"path\": \"{Root}/bin/kube-apiserver\", \"type\": \"file\", \"mode\": \"0755\", \"owner\": \"root:root\"";
        var classes = Classes(
            Starter.Unchanged.With(
                Inventory,
                path,
                $"\"path\": \"{Root}/bin/kube-apiserver\", \"type\": \"link\", \"target\": \"../v1.20.4/kube-apiserver\"}},\n    {{\"path\": "
                    + $"\"{Root}/v1.20.4/kube-apiserver\", \"type\": \"file\", \"mode\": \"0755\", \"owner\": \"root:root\""),
            "k8s-master2");
        Assert.Equal("link", classes[$"{Root}/bin/kube-apiserver"]);
        Assert.Equal("identical", classes[$"{Root}/v1.20.4/kube-apiserver"]);
    }

    [Fact]
    public void What_a_unit_itself_needs_is_there()
    {
        var classes = Classes(
            Starter.Unchanged
                .With(
                    "k8s-master1/usr/lib/systemd/system/kubelet.service",
                    "[Service]\n",
                    $"[Service]\nWorkingDirectory=-/var/lib/kubelet/\nExecStartPre=-{Root}/bin/prepare.sh now\nExecStartPost=/bin/true\n")
                .With(Inventory, "\"files\": [", $"\"files\": [\n    {{\"path\": \"{Root}/bin/prepare.sh{Entry}}},"),
            "k8s-master2");
        Assert.Equal("directory", classes["/var/lib/kubelet"]);
        Assert.Equal("identical", classes[$"{Root}/bin/prepare.sh"]);
        Assert.DoesNotContain("/bin/true", classes.Keys);
    }

    [Fact]
    public void The_audit_log_s_folder_is_made_and_the_log_is_not_copied()
    {
        var classes = Classes(
            Starter.Unchanged.With(Apiserver, $"--audit-log-path={Root}/logs/k8s-audit.log", "--audit-log-path=/var/log/kube/audit.log"),
            "k8s-master3");
        Assert.Equal("directory", classes["/var/log/kube"]);
        Assert.DoesNotContain("/var/log/kube/audit.log", classes.Keys);
    }

    [Fact]
    public void A_value_that_only_looks_like_a_path_is_none() =>
        Assert.NotNull(
            Starter.Unchanged.With(
                Apiserver,
                "--audit-log-maxage=30",
                "--audit-log-maxage=30 --etcd-prefix=/registry --authorization-always-allow-paths=/healthz,/readyz").Compile().Result);

    [Fact]
    public void A_node_s_own_certificate_is_never_copied_whatever_its_form()
    {
        var starter = Starter.Unchanged
            .With(
                $"k8s-master1{Root}/cfg/kubelet.conf",
                $"--cert-dir={Root}/ssl",
                $"--cert-dir={Root}/ssl --tls-cert-file={Root}/ssl/own.pem --tls-private-key-file={Root}/ssl/own-key.pem")
            .With(
                Inventory,
                "\"files\": [",
                $"\"files\": [\n    {{\"path\": \"{Root}/ssl/own.pem{Entry}, \"subject\": \"CN=k8s-master1,O=site\"}},\n"
                    + $"    {{\"path\": \"{Root}/ssl/own-key.pem{Entry}, \"publicKeySha256\": "
                    + $"\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}},");
        var finding = Assert.Single(
            starter.Compile().Findings,
            finding => finding.Severity == Severity.Error
                && finding.Message.Contains("own.pem", StringComparison.Ordinal)
                && finding.Message.Contains("k8s-master2", StringComparison.Ordinal));
        Assert.Equal("AUD003", finding.Code);
    }

    [Theory]
    [InlineData("/srv/spare.kubeconfig", "https://rancher.example.com", true)]
    [InlineData("/srv/spare.kubeconfig", "https://192.168.3.171:6443", false)]
    [InlineData("/home/ci/.kube/config", "https://192.168.3.171:6443", true)]
    public void A_kubeconfig_that_nothing_uses_matters_only_where_it_names_a_master(string path, string server, bool builds)
    {
        var used = Starter.Unchanged.Originals.Single(file =>
            file.Path.EndsWith("k8s-node1/data/application/kubernetes/cfg/kube-proxy.kubeconfig", StringComparison.Ordinal));
        var spare = new SourceFile(
            $"originals/k8s-node1{path}", System.Text.Encoding.UTF8.GetBytes(used.Text.Replace("https://192.168.3.171:6443", server)));
        var starter = Starter.Unchanged.With(
            "k8s-node1/capture.json", "\"files\": [", $"\"files\": [\n    {{\"path\": \"{path}{Entry}}},");
        Assert.Equal(builds, (starter with { Originals = starter.Originals.Add(spare) }).Compile().Result is not null);
    }

    [Theory]
    [InlineData("--hostname-override=k8s-master1", "--hostname-override=192.168.3.171", "--hostname-override=192.168.3.172")]
    [InlineData("--hostname-override=k8s-master1", "--hostname-override=k8s-master1", "--hostname-override=k8s-master2")]
    public void A_node_is_named_as_the_site_names_its_nodes(string old, string now, string expected)
    {
        var tree = Starter.Unchanged
            .With($"k8s-master1{Root}/cfg/kubelet.conf", old, now)
            .With(Inventory, "CN=system:node:k8s-master1,", $"CN=system:node:{now[(now.IndexOf('=') + 1)..]},")
            .Compile().Result;
        Assert.NotNull(tree);
        Assert.Contains(expected, System.Text.Encoding.UTF8.GetString(tree.Files[$"hosts/k8s-master2{Root}/cfg/kubelet.conf"].Content.Span));
    }

    private static Dictionary<string, string> Classes(Starter starter, string host)
    {
        var outcome = starter.Compile();
        Assert.True(outcome.Result is not null, TextReport.Render(outcome.Findings, ""));
        using var manifest = JsonDocument.Parse(outcome.Result.Files["manifest.json"].Content);
        return manifest.RootElement.GetProperty("artefacts").EnumerateArray()
            .Where(artefact => artefact.GetProperty("host").GetString() == host)
            .ToDictionary(artefact => artefact.GetProperty("path").GetString() ?? "", artefact => artefact.GetProperty("class").GetString() ?? "");
    }
}
