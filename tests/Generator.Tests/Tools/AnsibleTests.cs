using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Layouts;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>Ansible judges every playbook that the cases hold, and takes no text of a topology for a template.</summary>
public sealed partial class AnsibleTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-ansible-").FullName;

    public static TheoryData<string> Cases => [.. Case.Compiling.Select(golden => golden.Name)];

    private string Output => Path.Combine(scratch, "out");

    private string Folder => Path.Combine(Output, "ansible");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ansible_reads_the_playbook_and_the_inventory(string name)
    {
        Case.Of(name).LayOut(Output);
        var (code, text) = Ansible("ansible-playbook", "-i", "inventory.yml", "site.yml", "--syntax-check");
        Assert.True(code == 0, text);
        (code, text) = Ansible("ansible-inventory", "-i", "inventory.yml", "--list");
        Assert.True(code == 0, text);
        Assert.All(Hosts(name), host => Assert.Contains($"\"{host}\"", text));
    }

    [Fact]
    public void Ansible_lint_finds_nothing_in_its_strictest_profile()
    {
        Case.Example.LayOut(Output);
        var (code, text) = Ansible("ansible-lint", "--offline", "--nocolor", "--profile", "production", ".");
        Assert.True(code == 0, text);
        Assert.Contains("Passed with production profile: 0 failure(s), 0 warning(s)", text);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_text_of_a_topology_is_kept_from_being_a_template(string name)
    {
        // The one template is a constant: whom the person who calls leaves out.
        var site = UnsafeText().Replace(Text(name, "ansible/site.yml").Replace(AnsibleSite.LeftOut, "", StringComparison.Ordinal), "");
        Assert.DoesNotContain("\"", site);
        Assert.DoesNotContain("{{", site);
        Assert.All(Hosts(name), host => Assert.DoesNotContain(host, site, StringComparison.Ordinal));
        var inventory = UnsafeText().Replace(Text(name, "ansible/inventory.yml"), "");
        Assert.DoesNotContain("{{", inventory);
        Assert.Equal(Hosts(name), HostKey().Matches(inventory).Select(match => match.Groups[1].Value).Distinct());
    }

    [Fact]
    public void A_text_that_looks_like_a_template_reaches_the_engine_as_it_is()
    {
        var trap = $"{{{{ lookup('ansible.builtin.pipe', 'touch {scratch}/caught') }}}} \"\\ {{% raw %}} $(touch {scratch}/caught) 字";
        Case.Example.LayOut(Output);
        File.WriteAllText(Path.Combine(scratch, "relay"), $"[ \"$1\" = held ] || {{ echo \"$*\" && cat; }} >>{scratch}/heard\n");
        File.WriteAllText(Path.Combine(Folder, "inventory.yml"), $"""
            all:
              children:
                haplane_hosts:
                  vars:
                    ansible_connection: local
                    haplane_source: m1
                    haplane_kubectl: {AnsibleText.Of(trap)}
                    haplane_lock:
                      stdout: "holder\t1"
                  hosts:
                    m1:
            """);
        File.WriteAllText(Path.Combine(Folder, "trap.yml"), $$"""
            - name: {{AnsibleText.Of(trap)}}
              hosts: m1
              gather_facts: false
              vars:
                haplane_step: 1
                haplane_actions: [{host: m1, verb: {{AnsibleText.Of(trap)}}, arguments: [{{AnsibleText.Of(trap)}}]}]
                haplane_gates: [{host: m1, questions: [[{{AnsibleText.Of(trap)}}, 0, {{AnsibleText.Of(trap)}}]]}]
              tasks:
                - ansible.builtin.include_tasks: tasks/takeover.yml
            """);
        var (code, text) = Ansible("ansible-playbook", "-i", "inventory.yml", "trap.yml", "-e", $"{{\"haplane_relay\": [\"bash\", \"{scratch}/relay\"]}}");
        Assert.True(code == 0, text);
        Assert.Equal(
            $"engine m1 ask\nkubectl\t{trap}\nahead\t0\ndo\t1\t{trap}\tm1\t{trap}\nengine m1 ask\nkubectl\t{trap}\nahead\t0\ngate\t1\t{trap}\tm1\t0\t{trap}\n",
            File.ReadAllText(Path.Combine(scratch, "heard")));
        Assert.False(File.Exists(Path.Combine(scratch, "caught")), text);
    }

    private static string Text(string name, string path) => Encoding.UTF8.GetString(Case.Of(name).Bytes(path));

    private static IEnumerable<string> Hosts(string name) =>
        Text(name, "rollout.plan").Split('\n').Select(line => line.Split('\t')).Where(fields => fields[0] == "host").Select(fields => fields[1]);

    // Ansible takes no C locale, and keeps what it needs for itself below its home.
    private (int Code, string Text) Ansible(string program, params string[] arguments)
    {
        Tool.Require(program);
        File.WriteAllText(Path.Combine(scratch, "ansible.cfg"), "");
        return Tool.Run("env", ["-C", Folder, "LC_ALL=C.UTF-8", $"HOME={scratch}", $"ANSIBLE_CONFIG={scratch}/ansible.cfg", "ANSIBLE_NOCOLOR=1", program, .. arguments]);
    }

    [GeneratedRegex("""!unsafe "(\\.|[^"\\])*"(?=[],}\n])""")]
    private static partial Regex UnsafeText();

    [GeneratedRegex("""^        "([^"]*)":(?: \{\})?$""", RegexOptions.Multiline)]
    private static partial Regex HostKey();
}
