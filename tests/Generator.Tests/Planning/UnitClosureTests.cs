using System.Text;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>What systemd and a service need besides the program, its flags and its configurations is delivered, or it is an error.</summary>
public class UnitClosureTests
{
    private const string Unit = "k8s-master1/usr/lib/systemd/system/kube-apiserver.service";
    private const string Cfg = "k8s-master1/data/application/kubernetes/cfg/";

    [Theory]
    [InlineData("ExecStartPre=/bin/sh -c '/opt/site/x --now'")]
    [InlineData("ExecStartPre=/bin/bash /opt/site/x")]
    [InlineData("ExecStartPre=/usr/bin/test -f /opt/site/x")]
    [InlineData("ExecReload=-/opt/bin/tell --config=/opt/site/x")]
    [InlineData("BindReadOnlyPaths=/opt/site/x:/etc/hosts")]
    [InlineData("BindPaths=-/opt/site/x")]
    [InlineData("BindReadOnlyPaths=/opt/site")]
    [InlineData("Environment=SSL_CERT_FILE=/opt/site/x")]
    [InlineData("Environment=\"A=1\" \"GOOGLE_APPLICATION_CREDENTIALS=/opt/site/x\"")]
    public void A_file_of_the_site_that_a_unit_names_is_delivered(string setting) =>
        Assert.Contains("\t/opt/site/x", Plan(Folder(With(setting)).Listing("/opt/site/x", "0644")));

    [Theory]
    [InlineData("ExecStartPre=/bin/sh -c '/opt/site/x --now'", "ExecStartPre")]
    [InlineData("ExecStartPre=/bin/bash /opt/site/x", "ExecStartPre")]
    [InlineData("BindReadOnlyPaths=/opt/site/x:/etc/hosts", "BindReadOnlyPaths")]
    [InlineData("LoadCredentialEncrypted=t:/opt/site/x", "LoadCredentialEncrypted")]
    public void One_that_is_not_there_is_an_error(string setting, string key) =>
        Assert.Equal([$"ORG005: {key} names /opt/site/x, which was not found on k8s-master1"], Findings(With(setting)));

    [Theory]
    [InlineData("ExecStartPre=-/bin/sh /opt/site/x")]
    [InlineData("ExecStartPost=/bin/sh -c 'date > /opt/site/x'")]
    [InlineData("ExecStartPre=/bin/sh -c 'cat /etc/hostname /var/log/messages'")]
    [InlineData("BindReadOnlyPaths=-/opt/site/x")]
    [InlineData("Environment=PATH=/opt/site/bin:/usr/bin")]
    public void What_need_not_be_there_is_none(string setting) => Assert.Empty(Findings(With(setting)));

    [Fact]
    public void A_file_that_a_command_writes_is_not_delivered() =>
        Assert.DoesNotContain("/opt/site/x", Plan(With("ExecStartPost=/bin/sh -c 'date > /opt/site/x'").Listing("/opt/site/x", "0644")));

    [Theory]
    [InlineData("ExecStartPre=/usr/bin/test -f /data/application/kubernetes/cfg/kubelet.kubeconfig")]
    [InlineData("ExecStartPre=/bin/sh -c 'rm -f /data/application/kubernetes/ssl/kubelet.crt'")]
    [InlineData("ExecStartPre=/usr/bin/touch /data/application/kubernetes/logs/k8s-audit.log")]
    public void A_command_does_not_change_what_a_file_is(string setting)
    {
        var starter = Starter.Unchanged.With(Unit, "[Service]\n", $"[Service]\n{setting}\n")
            .With(Unit.Replace("kube-apiserver", "kubelet", StringComparison.Ordinal), "[Service]\n", $"[Service]\n{setting}\n");
        Assert.Empty(Findings(starter));
        var path = setting.Split(' ')[^1].TrimEnd('\'');
        Assert.Equal(Copies(Starter.Unchanged, path), Copies(starter, path));
    }

    private static string[] Copies(Starter starter, string path) =>
    [
        .. Plan(starter).Split('\n').Where(line =>
            line.StartsWith("copy", StringComparison.Ordinal) && line.Contains(path, StringComparison.Ordinal)),
    ];

    [Fact]
    public void An_encrypted_credential_is_one_host_s_own() =>
        Assert.Contains(
            "AUD003: LoadCredentialEncrypted of k8s-master2 names /opt/site/x, which is not delivered there",
            Findings(With("LoadCredentialEncrypted=t:/opt/site/x").Listing("/opt/site/x", "0600")));

    [Fact]
    public void A_supplementary_group_is_needed() =>
        Assert.Equal(
            ["ORG023: kube-apiserver.service has SupplementaryGroups=certs keys: k8s-master2, k8s-master3 need the account certs"],
            Findings(With("SupplementaryGroups=certs keys")).Take(1));

    [Fact]
    public void An_extender_s_certificates_are_needed()
    {
        var starter = Starter.Unchanged.With(Cfg + "kube-scheduler.conf", "--leader-elect=true", "--config=/opt/site/s.yml --leader-elect=true")
            .Adding(
                "k8s-master1/opt/site/s.yml",
                "apiVersion: kubescheduler.config.k8s.io/v1beta1\nkind: KubeSchedulerConfiguration\nextenders:\n- urlPrefix: https://x.example.org\n"
                    + "  tlsConfig: {certFile: /opt/c.pem, keyFile: /opt/k.pem, caFile: /opt/ca.pem}\n");
        Assert.Equal(
            ["certFile names /opt/c.pem", "keyFile names /opt/k.pem", "caFile names /opt/ca.pem"],
            Findings(starter).Select(finding => finding.Split("tlsConfig.")[1].Split(',')[0]));
    }

    [Fact]
    public void The_files_of_an_egress_selector_are_needed()
    {
        var starter = Starter.Unchanged.With(
                Cfg + "kube-apiserver.conf", "--secure-port=6443", "--secure-port=6443 --egress-selector-config-file=/opt/site/e.yml")
            .Adding(
                "k8s-master1/opt/site/e.yml",
                "apiVersion: apiserver.k8s.io/v1beta1\nkind: EgressSelectorConfiguration\negressSelections:\n- name: cluster\n  connection:\n"
                    + "    proxyProtocol: HTTPConnect\n    transport:\n      tcp:\n        url: https://konnectivity.example.org:8131\n"
                    + "        tlsConfig: {caBundle: /opt/ca.pem, clientKey: /opt/k.pem, clientCert: /opt/c.pem}\n");
        Assert.Equal(
            ["caBundle names /opt/ca.pem", "clientKey names /opt/k.pem", "clientCert names /opt/c.pem"],
            Findings(starter).Select(finding => finding.Split("tlsConfig.")[1].Split(',')[0]));
    }

    [Fact]
    public void A_credential_provider_brings_its_program_and_files()
    {
        var starter = Starter.Unchanged.With(
                Cfg + "kubelet.conf",
                "--network-plugin=cni",
                "--network-plugin=cni --image-credential-provider-config=/opt/site/c.yml --image-credential-provider-bin-dir=/opt/site/bin")
            .Adding(
                "k8s-master1/opt/site/c.yml",
                "apiVersion: kubelet.config.k8s.io/v1alpha1\nkind: CredentialProviderConfig\nproviders:\n- name: ecr\n"
                    + "  args: [--conf=/opt/site/ecr.yml]\n")
            .Listing("/opt/site/ecr.yml", "0644");
        Assert.Contains("ORG005: the credential provider ecr names /opt/site/bin/ecr, which was not found on k8s-master1", Findings(starter));
        Assert.Contains("\t/opt/site/ecr.yml", Plan(starter.Listing("/opt/site/bin/ecr", "0755")));
    }

    private static Starter With(string setting) => Starter.Unchanged.With(Unit, "[Service]\n", $"[Service]\n{setting}\n");

    private static Starter Folder(Starter starter) => starter.With(
        "k8s-master1/capture.json",
        "\"files\": [",
        "\"files\": [\n    {\"path\": \"/opt/site\", \"type\": \"dir\", \"mode\": \"0755\", \"owner\": \"root:root\"},");

    private static string[] Findings(Starter starter) =>
    [
        .. starter.Faults()
            .Where(finding => finding.Code != "LBR001" && !finding.Code.StartsWith("FLG", StringComparison.Ordinal))
            .Select(finding => $"{finding.Code}: {finding.Message}"),
    ];

    private static string Plan(Starter starter) => Encoding.UTF8.GetString(starter.Compile().Whole().Files["hosts/k8s-master2.plan"].Content.Span);
}
