using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Planning;

/// <summary>
/// A secret is one by its content, by the flag that names it and by its place, and reaches a new master readable by those who need it.
/// </summary>
public class SecretFileTests
{
    private const string Root = "/data/application/kubernetes";
    private const string Inventory = "k8s-master1/capture.json";
    private const string Apiserver = $"k8s-master1{Root}/cfg/kube-apiserver.conf";
    private const string Digest = "0123456789012345678901234567890123456789012345678901234567890123";

    [Theory]
    [InlineData("ca-key.pem", "d38c5a5b91ee98c625183eb32bec3d4327de2d8ff1a29b87ba2c7def86d064db")]
    [InlineData("server-key.pem", "9e92445d5ece06a53de525dc51c4f059306aa05424a0e88181b95593caa4ab41")]
    public void A_key_that_capture_json_does_not_call_one_is_a_secret(string name, string publicKey) =>
        Assert.Contains(
            $"\tsecret\t0600\troot:root\t",
            Record(Starter.Unchanged.With(Inventory, $", \"publicKeySha256\": \"{publicKey}\"", ""), $"{Root}/ssl/{name}"));

    [Theory]
    [InlineData("--service-account-key-file")]
    [InlineData("--proxy-client-key-file")]
    [InlineData("--kubelet-client-key")]
    [InlineData("--ssh-keyfile")]
    [InlineData("--basic-auth-file")]
    [InlineData("--cloud-config")]
    [InlineData("--google-json-key")]
    public void What_a_flag_names_as_a_secret_is_one_though_it_was_only_listed(string flag) =>
        Assert.Contains("\tsecret\t0600\troot:root\t", Record(Flag(flag, "/opt/site/thing").Listing("/opt/site/thing", "0644"), "/opt/site/thing"));

    [Theory]
    [InlineData("/opt/site/own-key.pem", "0644", "secret")]
    [InlineData("/opt/site/own.key", "0640", "secret")]
    [InlineData("/opt/site/store.p12", "0644", "secret")]
    [InlineData("/opt/site/any", "0600", "secret")]
    [InlineData("/opt/site/any", "0400", "secret")]
    [InlineData("/opt/site/any", "0644", "identical")]
    [InlineData("/opt/site/program", "0700", "identical")]
    public void What_was_only_listed_is_a_secret_by_its_name_or_its_mode(string path, string mode, string expected) =>
        Assert.Contains($"\t{expected}\t", Record(Flag("--egress-thing", path).Listing(path, mode), path));

    [Theory]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "identical")]
    [InlineData(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----\nhaplane-redacted\n"
            + "-----END RSA PRIVATE KEY-----\n",
        "secret")]
    [InlineData("haplane-redacted\n", "secret")]
    [InlineData("kind: CredentialProviderConfig\nproviders:\n- name: site\n  env: [{name: SITE_TOKEN, value: haplane-redacted}]\n", "secret")]
    public void What_was_captured_is_a_secret_by_its_content(string content, string expected) =>
        Assert.Contains(
            $"\t{expected}\t",
            Record(Flag("--egress-thing", $"{Root}/cfg/thing").Adding($"k8s-master1{Root}/cfg/thing", content), $"{Root}/cfg/thing"));

    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "identical")]
    [InlineData("haplane-redacted\n", "secret")]
    public void A_key_of_service_accounts_may_be_a_public_one(string content, string expected) =>
        Assert.Contains(
            $"\t{expected}\t",
            Record(Flag("--service-account-key-file", $"{Root}/ssl/sa").Adding($"k8s-master1{Root}/ssl/sa", content), $"{Root}/ssl/sa"));

    [Fact]
    public void A_certificate_and_its_key_in_one_file_are_a_secret()
    {
        var starter = Flag("--proxy-client-cert-file", "/opt/site/both")
            .With(
                Apiserver,
                "--proxy-client-cert-file=/opt/site/both",
                "--proxy-client-cert-file=/opt/site/both --proxy-client-key-file=/opt/site/both");
        Assert.Contains("\tsecret\t", Record(starter.Listing("/opt/site/both", "0644"), "/opt/site/both"));
    }

    [Fact]
    public void The_key_and_the_token_that_a_kubeconfig_names_are_secrets()
    {
        var starter = Starter.Unchanged
            .With(
                $"k8s-master1{Root}/cfg/kube-scheduler.kubeconfig",
                "client-key-data: haplane-redacted",
                "client-key: /opt/site/scheduler\n    tokenFile: /opt/site/token")
            .Listing("/opt/site/scheduler", "0644")
            .Listing("/opt/site/token", "0644");
        Assert.Contains("\tsecret\t", Record(starter, "/opt/site/scheduler"));
        Assert.Contains("\tsecret\t", Record(starter, "/opt/site/token"));
    }

    [Fact]
    public void A_unit_with_a_redacted_token_is_a_secret() =>
        Assert.Contains(
            "\tsecret\t0600\t",
            Record(
                Starter.Unchanged.With(
                    "k8s-master1/usr/lib/systemd/system/kube-scheduler.service",
                    "[Service]\n",
                    "[Service]\nEnvironment=SITE_TOKEN=haplane-redacted\n"),
                "/usr/lib/systemd/system/kube-scheduler.service"));

    [Fact]
    public void A_file_of_flags_with_a_secret_is_edited_on_the_host_line_by_line()
    {
        var starter = Starter.Unchanged.With(
            Apiserver, "KUBE_APISERVER_OPTS=", "HTTPS_PROXY=http://site:haplane-redacted@proxy.example.org:3128\nKUBE_APISERVER_OPTS=");
        Assert.Contains("\tedited-in-place\t0600\t", Record(starter, $"{Root}/cfg/kube-apiserver.conf"));
        var plan = Plan(starter);
        Assert.Contains(
            $"edit\tcontrol-plane\t{Root}/cfg/kube-apiserver.conf\t1\t--advertise-address=192.168.3.171 \\\t--advertise-address=192.168.3.172 \\\n",
            plan);
        Assert.DoesNotContain("haplane-redacted", plan, StringComparison.Ordinal);
        Assert.DoesNotContain($"place\tcontrol-plane\t0600\troot:root\t{Root}/cfg/kube-apiserver.conf", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_on_a_line_that_has_to_change_is_an_error() =>
        Assert.Contains(
            Starter.Unchanged.With(
                Apiserver, "--advertise-address=192.168.3.171", "--advertise-address=192.168.3.171 --site-token=haplane-redacted").Compile().Findings,
            finding => finding.Code == "AUD001"
                && finding.Message == $"{Root}/cfg/kube-apiserver.conf for k8s-master2: a secret is on a line that must change");

    [Theory]
    [InlineData("0644", "root:root", "", "0600", true)]
    [InlineData("0640", "root:root", "", "0600", true)]
    [InlineData("0640", "root:kube", "", "0600", true)]
    [InlineData("0400", "root:root", "", "0400", false)]
    [InlineData("0755", "root:root", "", "0600", true)]
    [InlineData("0640", "root:kube", "User=kube\n", "0640", false)]
    [InlineData("0660", "root:keys", "User=kube\nSupplementaryGroups=keys\n", "0640", true)]
    [InlineData("0600", "kube:kube", "User=kube\n", "0600", false)]
    [InlineData("0644", "kube:kube", "User=kube\n", "0640", true)]
    [InlineData("0644", "root:root", "User=kube\n", "0644", true)]
    [InlineData("0644", "root:root", "DynamicUser=yes\n", "0644", true)]
    public void It_is_delivered_readable_by_those_who_need_it(string mode, string owner, string account, string expected, bool isFound)
    {
        var starter = Starter.Unchanged
            .With(
                Inventory,
                "ssl/server-key.pem\", \"type\": \"file\", \"mode\": \"0600\", \"owner\": \"root:root\", \"size\": 1675, \"sha256\": \"21",
                $"ssl/server-key.pem\", \"type\": \"file\", \"mode\": \"{mode}\", \"owner\": \"{owner}\", \"size\": 1675, \"sha256\": \"21")
            .With("k8s-master1/usr/lib/systemd/system/kube-apiserver.service", "[Service]\n", $"[Service]\n{account}");
        Assert.Contains($"\tsecret\t{expected}\t{owner}\t", Record(starter, $"{Root}/ssl/server-key.pem"));
        Assert.Equal(
            isFound,
            starter.Compile().Findings.Any(finding =>
                finding.Code == "SEC003" && finding.Message.Contains($"{Root}/ssl/server-key.pem ({mode})", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_kubeconfig_that_others_can_read_is_delivered_with_0600()
    {
        var starter = Starter.Unchanged.With(
            Inventory,
            "kube-scheduler.kubeconfig\", \"type\": \"file\", \"mode\": \"0600\"",
            "kube-scheduler.kubeconfig\", \"type\": \"file\", \"mode\": \"0644\"");
        Assert.Contains("\tedited-in-place\t0600\t", Record(starter, $"{Root}/cfg/kube-scheduler.kubeconfig"));
        Assert.Contains(starter.Compile().Findings, finding => finding.Code == "SEC003" && finding.Severity == Severity.Warning);
    }

    [Theory]
    [InlineData("ssl/server-key.pem", "--tls-cert-file", "9e92445d5ece06a53de525dc51c4f059306aa05424a0e88181b95593caa4ab41")]
    [InlineData("ssl/ca-key.pem", "--cluster-signing-cert-file", "d38c5a5b91ee98c625183eb32bec3d4327de2d8ff1a29b87ba2c7def86d064db")]
    public void A_public_digest_that_does_not_fit_the_certificate_is_an_error(string key, string certificate, string digest)
    {
        var finding = Assert.Single(
            Starter.Unchanged.With(Inventory, digest, Digest).Compile().Findings, finding => finding.Severity == Severity.Error);
        Assert.Equal("SEC002", finding.Code);
        Assert.Contains($"{Root}/{key}", finding.Message, StringComparison.Ordinal);
        Assert.Contains(certificate, finding.Message, StringComparison.Ordinal);
    }

    private static Starter Flag(string flag, string path) =>
        Starter.Unchanged.With(Apiserver, "--secure-port=6443", $"--secure-port=6443 {flag}={path}");

    private static string Plan(Starter starter)
    {
        var outcome = starter.Compile();
        Assert.True(outcome.Result is not null, TextReport.Render(outcome.Findings, ""));
        return System.Text.Encoding.UTF8.GetString(outcome.Result.Files["hosts/k8s-master2.plan"].Content.Span);
    }

    private static string Record(Starter starter, string path) =>
        Plan(starter)
            .Split('\n')
            .Single(line => line.StartsWith("copy", StringComparison.Ordinal) && line.EndsWith($"\t{path}", StringComparison.Ordinal));
}
