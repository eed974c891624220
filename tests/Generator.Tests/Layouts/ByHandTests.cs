using System.Text;
using System.Text.RegularExpressions;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Layouts;

/// <summary>The commands of the review page, carried out by a real shell on a host that is a folder here.</summary>
public sealed partial class ByHandTests : IDisposable
{
    private const string Ssh = "#!/bin/bash\n# ssh -F ssh_config HOST COMMAND: every host is this machine.\nexec bash -c \"$4\"\n";
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-hand-").FullName;

    private string Live => Path.Combine(scratch, "live");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Fact]
    public void The_commands_are_clean_shell()
    {
        Tool.Require("shellcheck");
        var script = Path.Combine(scratch, "page.sh");
        File.WriteAllText(script, "#!/bin/bash\n" + string.Concat(Blocks(Page())));
        // What is meant for the host stands in single quotes, and what every page needs not every page uses.
        var (code, text) = Tool.Run("shellcheck", "-s", "bash", "-e", "SC2016,SC2029,SC2317,SC2086", script);
        Assert.True(code == 0, text);
    }

    [Fact]
    public void A_file_is_placed_with_mode_and_owner_and_proved()
    {
        Tool.Require("bash");
        var digest = Write("hosts/m2" + Live + "/etc/app.conf", "wanted\n");
        Write(
            "hosts/m2.plan",
            $"directory\tnode\t0750\t{Owner}\t{Live}/etc\nplace\tnode\t0640\t{Owner}\t{digest}\t{Live}/etc/app.conf\n"
                + $"place\tother\t0640\t{Owner}\t{digest}\t{Live}/etc/other.conf\nlink\tnode\t{Live}/etc/link\tapp.conf\n");
        Directory.CreateDirectory(Live);
        Hand("place m2 node");
        Assert.Equal("wanted\n", File.ReadAllText($"{Live}/etc/app.conf"));
        Assert.Equal(
            "640 750",
            Tool.Run("stat", "-c", "%a", $"{Live}/etc/app.conf").Text.Trim() + " " + Tool.Run("stat", "-c", "%a", $"{Live}/etc").Text.Trim());
        Assert.Equal("app.conf", new FileInfo($"{Live}/etc/link").LinkTarget);
        Assert.False(File.Exists($"{Live}/etc/other.conf"));
        Write("hosts/m2.plan", $"place\tnode\t0640\t{Owner}\t{digest}\t{Live}/etc/app.conf\n");
        Assert.Equal($"{Live}/etc/app.conf: OK\n", Hand("prove m2"));
    }

    [Fact]
    public void A_line_is_exchanged_and_everything_else_stays()
    {
        Tool.Require("bash");
        const string Secret = "    token: \\n%s $HOME & \\1\r\n";
        Write($"live/kubeconfig", $"a: 1\n    server: https://192.168.3.171:6443\r\n{Secret}    server: https://192.168.3.171:6443\nlast");
        Write("hosts/n1.plan", $"edit\tnode\t{Live}/kubeconfig\t2\t    server: https://192.168.3.171:6443\t    server: https://192.168.3.201:6443\n");
        Tool.Run("chmod", "600", $"{Live}/kubeconfig");
        Hand("edit n1 node");
        Assert.Equal(
            $"a: 1\n    server: https://192.168.3.201:6443\r\n{Secret}    server: https://192.168.3.201:6443\nlast\n",
            File.ReadAllText($"{Live}/kubeconfig"));
        Assert.Equal("600", Tool.Run("stat", "-c", "%a", $"{Live}/kubeconfig").Text.Trim());
        Assert.Contains("unexpected content, nothing changed", Hand("edit n1 node"));
    }

    [Fact]
    public void Copies_come_from_the_source_and_a_backup_holds_what_was_there()
    {
        Tool.Require("bash");
        var digest = Write("live/bin/tool", "binary\n");
        Write(
            "hosts/m2.plan",
            $"copy\tcontrol-plane\tidentical\t0755\t{Owner}\t{digest}\t{Live}/bin/tool\n"
                + $"copy\tcontrol-plane\tedited-in-place\t0600\t{Owner}\t-\t{Live}/bin/config\n");
        Write("live/bin/config", "server: x\n");
        Hand("copy m1 m2");
        Assert.Equal($"{Live}/bin/tool: OK\n", Hand("prove m2"));
        Write("hosts/m2.plan", $"remove-if-equal\t{digest}\t{Live}/bin/tool\nremove-if-equal\t{digest}\t{Live}/bin/config\n");
        Hand("unclone m2");
        Assert.Equal(["config", "tool.copied"], Directory.EnumerateFiles($"{Live}/bin").Select(Path.GetFileName).Order());
    }

    private static string Owner => $"{Tool.Run("id", "-un").Text.Trim()}:{Tool.Run("id", "-gn").Text.Trim()}";

    private static string Page() => Encoding.UTF8.GetString(Case.Example.Bytes("README.md"));

    private static IEnumerable<string> Blocks(string page) => Block().Matches(page).Select(match => match.Groups[1].Value);

    private string Hand(string command)
    {
        Write("bin/ssh", Ssh);
        Tool.Run("chmod", "755", Path.Combine(scratch, "bin", "ssh"));
        Write("run.sh", $"export PATH={scratch}/bin:$PATH\ncd {scratch}\n{Blocks(Page()).First()}\n{command}\n");
        return Tool.Run("bash", Path.Combine(scratch, "run.sh")).Text;
    }

    private string Write(string path, string text)
    {
        var file = Path.Combine(scratch, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file) ?? scratch);
        File.WriteAllText(file, text);
        return Generator.Core.Foundation.Values.Sha256.Of(File.ReadAllBytes(file)).ToString();
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
