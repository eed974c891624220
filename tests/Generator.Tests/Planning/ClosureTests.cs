using System.Text;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>What a component reads is delivered, however it is named; what was listed and is needed is an error.</summary>
public class ClosureTests
{
    private const string Root = "/data/application/kubernetes";
    private const string Cfg = $"k8s-master1{Root}/cfg/";
    private const string Inventory = "k8s-master1/capture.json";
    private const string AnyFile = "\"type\": \"file\", \"mode\": \"0644\", \"owner\": \"root:root\", "
        + "\"sha256\": \"0123456789012345678901234567890123456789012345678901234567890123\"";

    [Fact]
    public void Both_files_of_an_sni_pair_are_delivered()
    {
        var named = Flag(
            "kube-apiserver.conf", "--secure-port=6443", $"--tls-sni-cert-key={Root}/ssl/sni.pem,{Root}/ssl/sni-key.pem:*.example.org,example.org");
        Assert.Equal(
            [
                $"ORG005: --tls-sni-cert-key names {Root}/ssl/sni.pem, which was not found on k8s-master1",
                $"ORG005: --tls-sni-cert-key names {Root}/ssl/sni-key.pem, which was not found on k8s-master1",
            ],
            Findings(named));
        var plan = Plan(
            Listing(
                named,
                $"{Root}/ssl/sni.pem",
                AnyFile,
                $"{Root}/ssl/sni-key.pem",
                AnyFile + ", \"publicKeySha256\": \"0123456789012345678901234567890123456789012345678901234567890123\""));
        Assert.Contains($"\t{Root}/ssl/sni.pem", plan);
        Assert.Contains($"\t{Root}/ssl/sni-key.pem", plan);
    }

    [Theory]
    [InlineData("kube-apiserver.conf", "--secure-port=6443", "--kubelet-certificate-authority")]
    [InlineData("kube-apiserver.conf", "--secure-port=6443", "--authentication-config")]
    [InlineData("kube-apiserver.conf", "--secure-port=6443", "--tracing-config-file")]
    [InlineData("kube-apiserver.conf", "--secure-port=6443", "--oidc-ca-file")]
    [InlineData("kube-controller-manager.conf", "--v=2", "--cluster-signing-kubelet-client-key-file")]
    [InlineData("kubelet.conf", "--v=2", "--image-credential-provider-config")]
    public void A_file_that_a_flag_names_has_to_be_there(string file, string beside, string flag) =>
        Assert.Contains(
            $"ORG005: {flag} names /opt/site/x.yaml, which was not found on k8s-master1", Findings(Flag(file, beside, $"{flag}=/opt/site/x.yaml")));

    [Theory]
    [InlineData("kube-apiserver.conf", "--secure-port=6443", "--authorization-config")]
    [InlineData("kube-apiserver.conf", "--secure-port=6443", "--admission-control-config-file")]
    [InlineData("kubelet.conf", "--v=2", "--config")]
    public void A_configuration_that_was_only_listed_is_an_error(string file, string beside, string flag) =>
        Assert.Contains(
            "ORG006: /opt/site/x.yaml of k8s-master1 was not captured",
            Findings(Listing(Flag(file, beside, $"{flag}=/opt/site/x.yaml"), "/opt/site/x.yaml", AnyFile)));

    [Fact]
    public void An_admission_configuration_brings_what_it_names()
    {
        var webhook = Starter.Unchanged.Originals
            .Single(file =>
                file.Path.EndsWith("k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig", StringComparison.Ordinal))
            .Text
            .Replace("192.168.3.171:6443", "images.example.org/check", StringComparison.Ordinal);
        var plan = Plan(Flag("kube-apiserver.conf", "--secure-port=6443", $"--admission-control-config-file={Root}/cfg/admission.yaml")
            .Adding(
                $"{Cfg}admission.yaml",
                "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n- name: EventRateLimit\n  path: sub/limits.yaml\n"
                    + "- name: ImagePolicyWebhook\n  path: images.yaml\n")
            .Adding($"{Cfg}sub/limits.yaml", "kind: Configuration\napiVersion: eventratelimit.admission.k8s.io/v1alpha1\n")
            .Adding($"{Cfg}images.yaml", $"imagePolicy:\n  kubeConfigFile: {Root}/cfg/images.kubeconfig\n")
            .Adding($"{Cfg}images.kubeconfig", webhook));
        Assert.Contains($"\t{Root}/cfg/sub/limits.yaml", plan);
        Assert.Contains($"\t{Root}/cfg/images.yaml", plan);
        Assert.Contains(
            $"\tsecret\t0600\troot:root\t",
            plan.Split('\n').Single(line =>
                line.StartsWith("copy", StringComparison.Ordinal) && line.EndsWith("images.kubeconfig", StringComparison.Ordinal)));
        Assert.DoesNotContain("edit\tcontrol-plane\t/data/application/kubernetes/cfg/images.kubeconfig", plan);
    }

    [Theory]
    [InlineData("/usr/local/bin/site-auth", "/usr/local/bin/site-auth")]
    [InlineData("./site-auth", Root + "/cfg/site-auth")]
    [InlineData("site-auth", "site-auth")]
    public void An_exec_plug_in_is_needed(string command, string expected)
    {
        var scheduler = Starter.Unchanged.Originals.Single(file => file.Path == $"originals/{Cfg}kube-scheduler.kubeconfig").Text;
        var user = scheduler[scheduler.IndexOf("    client-certificate-data", StringComparison.Ordinal)..];
        var starter = Starter.Unchanged.With(
            $"{Cfg}kube-scheduler.kubeconfig", user, $"    exec:\n      apiVersion: client.authentication.k8s.io/v1\n      command: {command}\n");
        Assert.Equal(
            [$"ORG005: exec of the kubeconfig {Root}/cfg/kube-scheduler.kubeconfig names {expected}, which was not found on k8s-master1"],
            Findings(starter));
        var path = expected.StartsWith('/') ? expected : $"/usr/bin/{expected}";
        Assert.Contains($"\t{path}", Plan(Listing(starter, path, AnyFile)));
    }

    [Fact]
    public void A_folder_whose_content_counts_is_delivered_whole()
    {
        var plan = Plan(Listing(
            Flag("kubelet.conf", "--v=2", "--volume-plugin-dir=/opt/volumes"),
            "/opt/volumes", "\"type\": \"dir\", \"mode\": \"0755\", \"owner\": \"root:root\"",
            "/opt/volumes/site.driver/driver", AnyFile));
        Assert.Contains("directory\tcontrol-plane\t0755\troot:root\t/opt/volumes", plan);
        Assert.Contains("\t/opt/volumes/site.driver/driver", plan);
    }

    [Fact]
    public void The_files_of_a_kubelet_s_configuration_folder_are_configurations()
    {
        var starter = Flag("kubelet.conf", "--v=2", "--config-dir=/etc/kubelet.d");
        Assert.Contains(
            "ORG006: /etc/kubelet.d/10-site.conf of k8s-master1 was not captured",
            Findings(Listing(starter, "/etc/kubelet.d/10-site.conf", AnyFile)));
        var outcome = starter
            .Adding(
                "k8s-master1/etc/kubelet.d/10-site.conf",
                "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\naddress: 192.168.3.171\n")
            .With("k8s-master1/data/application/kubernetes/cfg/kubelet.conf", "--config-dir", "--config-dir").Compile();
        Assert.DoesNotContain(outcome.Findings, finding => finding.Code is "ORG005" or "ORG006");
    }

    [Fact]
    public void Paths_through_links_lead_to_the_files_behind_them()
    {
        var plan = Plan(Listing(
            Flag("kube-apiserver.conf", "--secure-port=6443", "--oidc-ca-file=/opt/current/pki/oidc.pem"),
            "/opt/current", "\"type\": \"link\", \"target\": \"releases/7\"",
            "/opt/releases/7/pki", "\"type\": \"link\", \"target\": \"../../pki\"",
            "/opt/pki/oidc.pem", AnyFile));
        Assert.Contains("link\tcontrol-plane\t/opt/current\treleases/7", plan);
        Assert.Contains("link\tcontrol-plane\t/opt/releases/7/pki\t../../pki", plan);
        Assert.Contains("\t/opt/pki/oidc.pem", plan);
    }

    [Fact]
    public void A_loop_of_links_is_a_file_that_was_not_seen() =>
        Assert.Contains(
            Findings(
                Listing(
                    Flag("kube-apiserver.conf", "--secure-port=6443", "--oidc-ca-file=/opt/a/x"),
                    "/opt/a",
                    "\"type\": \"link\", \"target\": \"b\"",
                    "/opt/b",
                    "\"type\": \"link\", \"target\": \"a\"")),
            finding => finding.StartsWith("ORG005: --oidc-ca-file names /opt/", StringComparison.Ordinal));

    [Fact]
    public void What_a_unit_s_condition_asks_for_is_delivered() =>
        Assert.Contains(
            "\t/etc/site/enabled",
            Plan(
                Listing(
                    Starter.Unchanged.With(
                        "k8s-master1/usr/lib/systemd/system/kubelet.service", "After=", "ConditionPathExists=/etc/site/enabled\nAfter="),
                    "/etc/site/enabled",
                    AnyFile)));

    [Fact]
    public void A_relative_path_is_below_the_unit_s_working_directory() =>
        Assert.Contains(
            $"ORG005: --oidc-ca-file names {Root}/oidc.pem, which was not found on k8s-master1",
            Findings(
                Flag("kube-apiserver.conf", "--secure-port=6443", "--oidc-ca-file=oidc.pem")
                    .With("k8s-master1/usr/lib/systemd/system/kube-apiserver.service", "[Service]", $"[Service]\nWorkingDirectory={Root}")));

    private static Starter Flag(string file, string beside, string flag) => Starter.Unchanged.With(Cfg + file, beside, $"{beside} {flag}");

    private static Starter Listing(Starter starter, params string[] entries) =>
        entries.Chunk(2).Aggregate(
            starter, (changed, entry) => changed.With(Inventory, "\"files\": [", $"\"files\": [\n    {{\"path\": \"{entry[0]}\", {entry[1]}}},"));

    // Not every release has every flag; the starter waives LBR001.
    private static string[] Findings(Starter starter) =>
        [
            .. starter.Faults()
                .Where(finding => finding.Code is not ("FLG010" or "FLG011" or "LBR001"))
                .Select(finding => $"{finding.Code}: {finding.Message}"),
        ];

    private static string Plan(Starter starter) => Encoding.UTF8.GetString(starter.Compile().Whole().Files["hosts/k8s-master2.plan"].Content.Span);
}
