using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Kubeconfigs;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>One kubeconfig is pointed to the endpoint, and nothing else in it or around it changes.</summary>
public sealed class KubeconfigCommandTests : IDisposable
{
    private const string Was = "https://192.168.3.171:6443";
    private const string Now = "https://192.168.3.201:6443";
    private const string Secret = "s3cr3t-of-a-person";

    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;

    private string File => Path.Combine(folder, "config");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("    server: @   # master\n")]
    [InlineData("    server: '@'\n    insecure-skip-tls-verify: false\n")]
    [InlineData("    server: >-\n      @\n")]
    [InlineData("    server: @\r\n")]
    public void Only_the_server_of_the_current_context_changes(string server)
    {
        // The other cluster names the same master: it may be another way to it that the site wants.
        var before = Text(server.Replace("@", Was), other: Was);
        Write(before);
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var (code, output, error) = Run();
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Text(server.Replace("@", Now), other: Was), System.IO.File.ReadAllText(File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, System.IO.File.GetUnixFileMode(File));
        Assert.Contains($"-   server: {Was}\n+   server: {Now}\n", output);
        Assert.Contains($"server {Was} stays", output);
        Assert.EndsWith($"To undo: haplane kubeconfig {File} --to {Was}\n", output);
        Assert.DoesNotContain(Secret, output);
        Assert.Equal([File], Directory.GetFiles(folder));
        Assert.Equal(0, Run("--to", Was).Code);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void What_is_right_already_stays_untouched()
    {
        Write(Text($"    server: {Now}\n"));
        var written = System.IO.File.GetLastWriteTimeUtc(File);
        var (code, output, _) = Run();
        Assert.Equal(0, code);
        Assert.Equal($"{File}:10:13: server is already {Now}\n", output);
        Assert.Equal(written, System.IO.File.GetLastWriteTimeUtc(File));
    }

    [Fact]
    public void A_dry_run_tells_by_its_exit_code_and_writes_nothing()
    {
        var before = Text($"    server: {Was}\n");
        Write(before);
        var (code, output, _) = Run("--dry-run");
        Assert.Equal(2, code);
        Assert.Contains($"+   server: {Now}\n", output);
        Assert.DoesNotContain("To undo", output);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("    server: https://10.9.9.9:6443\n", "KUB002", "found")]
    [InlineData("    server: http://192.168.3.171:8080\n", "KUB002", "http://192.168.3.171:8080")]
    [InlineData("    server: https://me:s3cr3t-of-a-person@192.168.3.171:6443\n", "KUB002", "not of the form")]
    [InlineData("    server: \"https://192.168.3.171\\\n      :6443\"\n", "KUB003", ":10:13")]
    [InlineData("    server: &a https://192.168.3.171:6443\n", "YML004", ":10:13")]
    [InlineData("    server: !!str https://192.168.3.171:6443\n", "YML004", ":10:13")]
    [InlineData("    insecure-skip-tls-verify: true\n", "KUB001", "expected a kubeconfig")]
    public void What_cannot_be_changed_exactly_is_refused(string server, string finding, string shown)
    {
        var before = Text(server);
        Write(before);
        var (code, output, error) = Run();
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(finding, error);
        if (shown != "found")
            Assert.Contains(shown, error);
        Assert.DoesNotContain(Secret, error);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void No_finding_shows_a_line_of_the_file()
    {
        var outcome = KubeconfigRewrite.Of(
            new SourceFile("k", Encoding.UTF8.GetBytes(Text($"    server: &a {Was}\n"))), KubeconfigTarget.Of(Case.Example.Input).Whole());
        Assert.DoesNotContain(Was, Generator.Core.Reporting.Reports.TextReport.Render(outcome.Findings, ""));
    }

    [Fact]
    public void A_link_stays_and_its_file_is_written()
    {
        var real = Path.Combine(folder, "real");
        System.IO.File.WriteAllText(real, Text($"    server: {Was}\n"));
        System.IO.File.CreateSymbolicLink(File, "real");
        Assert.Equal(0, Run().Code);
        Assert.Equal("real", new FileInfo(File).LinkTarget);
        Assert.Equal(Text($"    server: {Now}\n"), System.IO.File.ReadAllText(real));
    }

    [Fact]
    public void While_kubectl_holds_its_lock_nothing_is_written()
    {
        Write(Text($"    server: {Was}\n"));
        System.IO.File.WriteAllText($"{File}.lock", "");
        Assert.Equal(64, Run().Code);
        Assert.Equal(Text($"    server: {Was}\n"), System.IO.File.ReadAllText(File));
        Assert.True(System.IO.File.Exists($"{File}.lock"));
    }

    [Fact]
    public void The_owner_stays()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a file away");
        Write(Text($"    server: {Was}\n"));
        Assert.Equal(0, Tool.Run("chown", "1234:2345", File).Code);
        Assert.Equal(0, Run().Code);
        Assert.StartsWith("1234:2345", Tool.Run("stat", "-c", "%u:%g", File).Text);
    }

    [Fact]
    public void A_stream_gets_the_new_content_and_nothing_else()
    {
        Write(Text($"    server: {Was}\n"));
        var (code, text) = Tool.Run(
            "bash", "-c", $"{Executable.Words} kubeconfig - --topology '{Repository.Path("out-example")}' <'{File}' 2>'{folder}/said'");
        Assert.Equal(0, code);
        Assert.Equal(Text($"    server: {Now}\n"), text);
        Assert.Contains("stdin:10:13:\n", System.IO.File.ReadAllText(Path.Combine(folder, "said")));
    }

    [Fact]
    public void The_default_is_the_one_file_of_the_environment()
    {
        Write(Text($"    server: {Was}\n"));
        string Words(string variables) => $"{variables} {Executable.Words} kubeconfig --to {Now} 2>&1";
        Assert.Equal(64, Tool.Run("bash", "-c", Words($"KUBECONFIG='{File}:{File}2'")).Code);
        Assert.Equal(0, Tool.Run("bash", "-c", Words($"KUBECONFIG='{File}'")).Code);
        Assert.Equal(Text($"    server: {Now}\n"), System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("--to", "http://192.168.3.201:6443")]
    [InlineData("--to", "192.168.3.201")]
    public void A_wrong_endpoint_is_misuse(params string[] arguments)
    {
        Write(Text($"    server: {Was}\n"));
        Assert.Equal(64, Bundles.BundleFolder.Run(["kubeconfig", File, .. arguments]).Code);
    }

    [Fact]
    public void Without_the_addresses_of_the_cluster_one_cluster_must_be_chosen()
    {
        Write(Text($"    server: {Was}\n").Replace("current-context: me", "current-context: none"));
        var (code, _, error) = Run("--to", Now);
        Assert.Equal(1, code);
        Assert.Contains("KUB004", error);
    }

    [Fact]
    public void A_certificate_without_the_endpoint_is_told_with_another_name_of_it()
    {
        var target = KubeconfigTarget.Of(Case.Example.Input with { Topology = Endpoint("192.168.3.250") }).Whole();
        Assert.Equal("kubernetes.default.svc", target.ServerName);
        Assert.Null(KubeconfigTarget.Of(Case.Example.Input).Whole().ServerName);
        KubeconfigChange Change(string server) => KubeconfigRewrite.Of(new SourceFile("k", Encoding.UTF8.GetBytes(Text(server))), target).Whole();
        Assert.Equal("kubernetes.default.svc", Change($"    server: {Was}\n").ServerName);
        Assert.Null(Change($"    server: {Was}\n    tls-server-name: kubernetes\n").ServerName);
    }

    [Fact]
    public void An_earlier_endpoint_is_known_from_the_output()
    {
        var before = Compiler.ReadEarlier(Case.Example.Output).Whole();
        var target = KubeconfigTarget.Of(Case.Example.Input with { Topology = Endpoint("192.168.3.250"), Before = before }).Whole();
        Assert.Contains("192.168.3.201", target.Known);
        Assert.Equal("https://192.168.3.250:6443", target.Wanted.ToString());
    }

    [Fact]
    public void Without_captures_it_is_said_that_the_certificate_was_not_checked()
    {
        Write(Text($"    server: {Was}\n"));
        var topology = Path.Combine(folder, "topology.yaml");
        System.IO.File.WriteAllText(topology, Case.Example.Input.Topology.Text);
        var (code, output, _) = Bundles.BundleFolder.Run(["kubeconfig", File, "--topology", topology]);
        Assert.Equal(0, code);
        Assert.Contains($"Not checked: whether the kube-apiserver's certificate names {Now}.", output);
    }

    [Fact]
    public void Without_a_load_balancer_faults_of_the_captures_are_shown()
    {
        var alone = Case.Of("one-master").Input;
        Assert.Equal("https://192.168.3.171:6443", KubeconfigTarget.Of(alone).Whole().Wanted.ToString());
        var broken = alone.Originals.Select(
            file => file.Path.EndsWith("/capture.json", StringComparison.Ordinal) ? new SourceFile(file.Path, "{"u8.ToArray()) : file);
        var refused = KubeconfigTarget.Of(alone with { Originals = [.. broken] });
        Assert.Null(refused.Result);
        Assert.All(broken.Where(file => file.Path.EndsWith("/capture.json", StringComparison.Ordinal)), file =>
            Assert.Contains(refused.Findings, finding => finding.Severity == Severity.Error && finding.At.File.Path == file.Path));
    }

    private static SourceFile Endpoint(string address) => new(
        "topology.yaml", Encoding.UTF8.GetBytes(Case.Example.Input.Topology.Text.Replace("endpoint: 192.168.3.201", $"endpoint: {address}")));

    private static string Text(string server, string other = "https://10.9.9.9:6443") =>
        $"apiVersion: v1\nkind: Config\nclusters:\n- name: other\n  cluster:\n    server: {other}\n- name: own\n  cluster:\n"
        + $"    certificate-authority-data: QUJD  \n{server}contexts:\n- name: me\n  context: {{cluster: own, user: me}}\n"
        + $"current-context: me\nusers:\n- name: me\n  user: {{token: \"{Secret}\"}}\n";

    private void Write(string text) => System.IO.File.WriteAllText(File, text);

    private (int Code, string Output, string Error) Run(params string[] more) => Bundles.BundleFolder.Run(
        ["kubeconfig", File, .. more.Contains("--to") ? [] : new[] { "--topology", Repository.Path("out-example") }, .. more]);
}
