using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Output.Layouts;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>Ansible reads every playbook of the cases, and treats no text of a topology as a template.</summary>
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
    public void No_text_of_a_topology_is_a_template(string name)
    {
        var text = UnsafeText().Replace(Text(name, "ansible/site.yml") + Text(name, "ansible/inventory.yml"), "");
        Assert.DoesNotContain("{{", text);
        Assert.DoesNotContain("{%", text);
    }

    [Theory]
    [InlineData("lb1", "lb1")]
    [InlineData("lb.example.org", "lb.example.org")]
    [InlineData("No", "\"No\"")]
    [InlineData("10.9.0.1", "\"10.9.0.1\"")]
    [InlineData("Step 1: go \"on\"", "\"Step 1: go \\\"on\\\"\"")]
    [InlineData("{% raw %}", "!unsafe \"{% raw %}\"")]
    [InlineData("a {# b", "!unsafe \"a {# b\"")]
    public void A_text_is_quoted_where_it_has_to_be(string text, string expected) => Assert.Equal(expected, AnsibleText.Of(text));

    [Fact]
    public void A_text_that_looks_like_a_template_is_shown_as_it_is()
    {
        var trap = $"{{{{ lookup('ansible.builtin.pipe', 'touch {scratch}/caught') }}}} \"\\ {{% raw %}} $(touch {scratch}/caught) 字";
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "trap.yml"), $$"""
            - name: {{AnsibleText.Of(trap)}}
              hosts: localhost
              gather_facts: false
              tasks:
                - name: {{AnsibleText.Of(trap)}}
                  ansible.builtin.debug:
                    msg: {{AnsibleText.Of(trap)}}
            """);
        var (code, text) = Ansible("ansible-playbook", "trap.yml");
        Assert.True(code == 0, text);
        Assert.Contains("{{ lookup('ansible.builtin.pipe'", text, StringComparison.Ordinal);
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
        return Tool.Run(
            "env",
            ["-C", Folder, "LC_ALL=C.UTF-8", $"HOME={scratch}", $"ANSIBLE_CONFIG={scratch}/ansible.cfg", "ANSIBLE_NOCOLOR=1", program, .. arguments]);
    }

    [GeneratedRegex("""!unsafe "(\\.|[^"\\])*"(?=[],}\n])""")]
    private static partial Regex UnsafeText();
}
