using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Changes;

/// <summary>A change shows everything that a driver would do otherwise, and what this release would lay out otherwise.</summary>
public class DriverChangeTests
{
    private static readonly FileTree Built = Case.Example.Output;

    [Theory]
    [InlineData("bin/host-engine.sh", "confirm", "c0nfirm")]
    [InlineData("bin/rollout.sh", "set -euo", "set -eu")]
    [InlineData("ansible/site.yml", "hosts:", "hosts: ")]
    [InlineData("ssh_config", "Port 36022", "Port 22")]
    [InlineData("rollout.plan", "gate\t", "gate\tx")]
    [InlineData("hosts/k8s-node1.plan", "edit\t", "edit\tx")]
    public void A_difference_in_any_of_its_files_is_one(string path, string old, string now)
    {
        var change = Compiler.Compare(Read(Built), Read(With(path, old, now)));
        Assert.False(change.IsEmpty);
        Assert.Equal(path, Assert.Single(change.Driver).Path);
        Assert.Contains(path, new ChangeText(colour: false).Render(change));
        Assert.Contains(path, ChangeMarkdown.Render(change, ""));
        Assert.Contains($"\"path\": \"{path}\"", Encoding.UTF8.GetString(ChangeJson.Render(change).Span));
        Assert.Contains("1 file of the rollout", change.Summary);
    }

    [Fact]
    public void A_step_more_is_no_difference_of_those_behind_it()
    {
        var change = Compiler.Compare(Read(Built), Read(With("rollout.plan", "step\t5\t", "step\t6\t")));
        Assert.True(Assert.Single(change.Driver).Diff.IsEmpty);
    }

    [Fact]
    public void A_host_that_nothing_leads_away_from_is_said_to_run_on()
    {
        var (three, two) = (
            Results.Topology(),
            Results.Topology(masters: "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.172}]"));
        var led = Results.Between(three, two);
        Assert.Contains(led.Effects, effect => effect is { Host: "k8s-master3", Effect: Effect.Stop });
        Assert.DoesNotContain(led.Outlook.Warnings, warning => warning.Contains("runs on", StringComparison.Ordinal));
        var alone = Compiler.Compare(Results.Of(three), Results.Of(two));
        Assert.DoesNotContain(alone.Effects, effect => effect.Host == "k8s-master3");
        Assert.Contains(
            alone.Outlook.Warnings,
            warning => warning.StartsWith(
                "k8s-master3 is no longer in the topology. This rollout changes nothing there: its services keep running", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bin/host-engine.sh", "confirm", "c0nfirm", "bin/host-engine.sh differs from what this release of haplane writes")]
    [InlineData("ansible/tasks/begin.yml", "fail_msg", "fail_msg ", "ansible/tasks/begin.yml differs from what this release of haplane writes")]
    public void What_another_release_laid_out_is_named(string path, string old, string now, string expected)
    {
        var other = Read(With(path, old, now));
        Assert.Equal([expected], Compiler.Compare(other, other).Foreign);
        Assert.Contains(expected, new ChangeText(colour: false).Render(Compiler.Compare(other, other)));
        Assert.Contains(expected, ChangeMarkdown.Render(Compiler.Compare(other, other), ""));
    }

    [Fact]
    public void A_file_more_or_less_than_this_release_lays_out_is_named()
    {
        var other = Read(
            Sealed(
                new FileTree(
                    Built.Files.Remove("bin/relay.sh")
                        .Add("bin/other.sh", new TreeFile(default, IsExecutable: true))
                        .Add("hosts/lb1/etc/other", new TreeFile(default, IsExecutable: false)))));
        Assert.Equal(
            [
                "bin/relay.sh is missing, but this release of haplane writes it",
                "bin/other.sh exists, but this release of haplane does not write it",
                "hosts/lb1/etc/other exists, but this release of haplane does not write it",
            ],
            Compiler.Compare(Read(Built), other).Foreign);
    }

    public static TheoryData<string> Compiling => [.. Case.Compiling.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Compiling))]
    public void What_this_release_lays_out_is_not_foreign(string name) =>
        Assert.Empty(Compiler.Compare(Read(Built), Read(Case.Of(name).Output)).Foreign);

    private static Delivery Read(FileTree tree) => Compiler.Read(tree).Whole();

    private static FileTree With(string path, string old, string now)
    {
        var text = Encoding.UTF8.GetString(Built.Files[path].Content.Span);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{path} does not hold {old}");
        return Sealed(
            new FileTree(
                Built.Files.SetItem(
                    path,
                    Built.Files[path] with
                    {
                        Content =
                        Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), now, text.AsSpan(at + old.Length)))
                    })));
    }

    private static FileTree Sealed(FileTree tree)
    {
        var others = tree.Files.Remove(ResultDigests.Name);
        var sums = string.Concat(others.Select(file => $"{Sha256.Of(file.Value.Content.Span)}  {file.Key}\n"));
        return new FileTree(others.Add(ResultDigests.Name, new TreeFile(Encoding.UTF8.GetBytes(sums), IsExecutable: false)));
    }
}
