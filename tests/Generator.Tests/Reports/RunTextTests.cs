using System.Collections.Immutable;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Runs;

namespace Generator.Tests.Reports;

public sealed class RunTextTests
{
    private const int Width = 60;
    private readonly RunText text = new(Width);

    [Fact]
    public void Forty_alike_workers_are_named_and_their_changes_are_shown_once()
    {
        var workers = Enumerable.Range(1, 40).Select(number => $"k8s-node{number}").ToArray();
        var lines = Hear([.. workers.SelectMany(Repointed), new Said("all")]);
        var names = lines.TakeWhile(line => !line.StartsWith("  edit", StringComparison.Ordinal)).ToArray();
        Assert.All(names, line => Assert.InRange(line.Length, 1, Width));
        Assert.Equal($"plan for {string.Join(", ", workers)} (40 hosts alike):", string.Join(' ', names.Select(line => line.Trim())));
        Assert.Equal(["  edit: /cfg", "    -a", "    +b", "  restart: kubelet.service", "all"], lines[names.Length..]);
    }

    [Theory]
    [InlineData("new", "/cfg", "-a")]
    [InlineData("edit", "/other", "-a")]
    [InlineData("edit", "/cfg", "-c")]
    public void A_host_that_differs_in_anything_that_is_shown_stands_by_itself(string action, string subject, string line) => Assert.Equal(
        ["plan for a, c (2 hosts alike):", "  edit: /cfg", "    -a", "plan for b:", $"  {action}: {subject}", $"    {line}", "all"],
        Hear([Edit("a", "-a"), new ChangePlanned("b", action, subject, [line]), Edit("c", "-a"), new Said("all")]));

    // Fewer changes than another host has are other changes.
    [Fact]
    public void A_host_of_which_only_a_part_changes_stands_by_itself() => Assert.Equal(
        ["plan for a:", "  edit: /cfg", "    -a", "    +b", "  restart: kubelet.service", "plan for b:", "  edit: /cfg", "    -a", "    +b", "all"],
        Hear([.. Repointed("a"), Edit("b", "-a", "+b"), new Said("all")]));

    [Fact]
    public void What_was_shown_is_not_shown_again()
    {
        Hear([Edit("a", "-a"), new Said("all")]);
        Assert.Equal(["more"], Hear([new Said("more")]));
    }

    private static IEnumerable<RunEvent> Repointed(string host) =>
        [Edit(host, "-a", "+b"), new ChangePlanned(host, "restart", "kubelet.service", [])];

    private static ChangePlanned Edit(string host, params ImmutableArray<string> difference) => new(host, "edit", "/cfg", difference);

    private string[] Hear(ImmutableArray<RunEvent> happened) =>
        [.. happened.SelectMany(one => text.Lines(new TimedEvent(DateTimeOffset.UnixEpoch, TimeSpan.Zero, one)))];
}
