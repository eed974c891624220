using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Tests.Rollouts;

/// <summary>rollout.sh sends what rollout.plan holds, and nothing else: when all is well, and whatever fails.</summary>
public sealed class ShellRolloutTests : IDisposable
{
    private static readonly RolloutPlan Plan = ScriptedHosts.Plan;
    private readonly ScriptedHosts hosts = new();

    // Of steps with the same kinds of lines the last.
    public static TheoryData<int> StepsWithGates => [.. OfEachForm(Plan.Steps.Where(step => step.Gates.Any()))];

    public static TheoryData<int> StepsWithDeliveries => [.. OfEachForm(Plan.Steps.Where(step => DeliveriesOf(step).Any()))];

    private ExpectedRequests Expected { get; } = new(Plan);

    public void Dispose() => hosts.Dispose();

    [Fact]
    public void All_steps_are_carried_out_in_order()
    {
        const string Words = " --message a note --change C-1 --confirm-within 99";
        var text = Run("", "--message 'a note' --change C-1 --confirm-timeout 99", expected: 0);
        Assert.Contains(Words, string.Join('\n', hosts.Requests), StringComparison.Ordinal);
        Sees(Expected.Begin().Steps(1, Plan.Steps.Length), request => request.Replace(Words, "", StringComparison.Ordinal));
        Assert.All(Plan.Hosts, host => Assert.Contains($"  {host.Name}: changed\n", text, StringComparison.Ordinal));
        Assert.Empty(hosts.PrivateFolders);
    }

    [Theory]
    [MemberData(nameof(StepsWithGates))]
    public void A_gate_that_fails_ends_the_rollout_as_its_step_says(int number)
    {
        var step = Plan.Steps[number - 1];
        var gate = step.Gates.First();
        var text = Run($"{gate.Host}\task/{number}/{gate.Instruction.Kind}\t1\t1\n", $"--from-step {number}", CodeOf(step));
        Assert.Contains($"gate: failed: {gate.Instruction.Kind}", text, StringComparison.Ordinal);
        Expected.Begin().Steps(number, number);
        Sees(step.OnFailure == OnFailure.Undo ? Expected.Undo(step) : Expected);
    }

    [Theory]
    [MemberData(nameof(StepsWithDeliveries))]
    public void A_delivery_that_fails_is_undone(int number)
    {
        var step = Plan.Steps[number - 1];
        var host = DeliveriesOf(step).First().Host;
        var text = Run($"{host}\tapply\t1\t3\n", $"--from-step {number}", expected: 3);
        Assert.Contains($"  {host}: rolled back\n", text, StringComparison.Ordinal);
        Sees(Expected.Begin().Steps(number, number - 1).Do(step, isDeliveryFailing: true).Undo(step));
    }

    [Fact]
    public void A_host_where_another_delivery_runs_is_left_alone()
    {
        var step = Plan.Steps.First(step => DeliveriesOf(step).Any());
        var host = DeliveriesOf(step).First().Host;
        var text = Run($"{host}\tapply\t1\t75\tbusy\n", "", expected: 4);
        Assert.Contains($"  {host}: not rolled back\n", text, StringComparison.Ordinal);
        Sees(Expected.Begin().Steps(1, step.Number - 1).Do(step, isDeliveryFailing: true));
    }

    [Fact]
    public void Where_nothing_differs_only_the_cluster_is_asked()
    {
        Assert.Contains("Nothing to do.\n", Run("*\tstatus\talways\t0\n", "", expected: 0), StringComparison.Ordinal);
        Expected.Begin(asksSource: false);
        foreach (var step in Plan.Steps)
            Expected.Ask(step, LineWord.DoneWhen);
        Sees(Expected.Ask(Plan.Steps[^1], LineWord.Gate));
    }

    [Fact]
    public void A_dry_run_only_shows_the_plans()
    {
        Run("", "--dry-run", expected: 2);
        Assert.All(hosts.Requests, request => Assert.Matches(" (channel|plan|facts)$", request));
    }

    [Fact]
    public void A_second_operator_is_refused_at_every_lock()
    {
        var text = Run($"{Plan.Locks[^1]}\tlock\talways\t75\tanna since noon\n", "", expected: 75);
        Assert.Contains("busy: another rollout is running: anna since noon", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_wanted_hosts_are_changed()
    {
        var host = Plan.Steps.SelectMany(DeliveriesOf).Last(delivery => delivery.Host != Plan.Source).Host;
        Run("", $"--only {host}", expected: 0);
        var changes = hosts.Requests.Where(request => request.Contains(" apply ", StringComparison.Ordinal));
        Assert.All(changes, request => Assert.StartsWith($"{host} ", request, StringComparison.Ordinal));
        Assert.DoesNotContain(hosts.Requests, request => request.Contains(" whole ", StringComparison.Ordinal));
    }

    [Fact]
    public void Ctrl_C_lets_the_step_come_to_its_end()
    {
        var step = Plan.Steps.First(step => DeliveriesOf(step).Any());
        var (code, text) = hosts.RunShellUntil($"{DeliveriesOf(step).First().Host} recover", "INT", "");
        Assert.True(code == 4, text);
        Assert.Contains("Stopping after the current step.", text, StringComparison.Ordinal);
        Sees(Expected.Begin().Steps(1, step.Number));
    }

    // What is started as a process of its own does not go on alone.
    [Fact]
    public void A_rollout_that_is_killed_ends_with_its_step()
    {
        var step = Plan.Steps.First(step => DeliveriesOf(step).Any());
        var (code, text) = hosts.RunShellUntil($"{DeliveriesOf(step).First().Host} recover", "KILL", "");
        Assert.True(code == 137, text);
        Sees(Expected.Begin().Steps(1, step.Number));
        Assert.Empty(hosts.PrivateFolders);
    }

    [Fact]
    public void Ctrl_C_cuts_what_only_asks()
    {
        var rule = $"{Plan.Source}\task/{Plan.Steps[0].Gates.First().Instruction.Kind}\talways\thang\n";
        var (code, text) = hosts.RunShellUntil($"{Plan.Source} ask", "INT", rule);
        Assert.True(code == 1, text);
        Assert.Contains("Nothing was changed on any host.", text, StringComparison.Ordinal);
    }

    private string Run(string rules, string options, int expected)
    {
        var (code, text) = hosts.RunShell(rules, options);
        Assert.True(code == expected, $"{code}: {text}");
        return text;
    }

    private static IEnumerable<int> OfEachForm(IEnumerable<RolloutStep> steps) =>
        steps.GroupBy(step => string.Join(' ', step.Lines.Select(line => $"{line.Word} {line.When} {line.Instruction.Kind}").Distinct()))
            .Select(form => form.Last().Number);

    private static IEnumerable<Deliver> DeliveriesOf(RolloutStep step) => step.Actions.Select(line => line.Instruction).OfType<Deliver>();

    private static int CodeOf(RolloutStep step) => step.OnFailure switch
    {
        OnFailure.Refuse => 1,
        OnFailure.Undo when step.Of(LineWord.Undo).Any(line => line.When != LineCondition.Changed) => 3,
        _ => 4,
    };

    // Within a group each host sees its requests in order; the hosts work at once.
    private void Sees(ExpectedRequests expected, Func<string, string>? cleaned = null)
    {
        var requests = hosts.Requests.Select(cleaned ?? (request => request)).ToList();
        foreach (var group in expected.Groups)
        {
            var seen = requests.Take(group.Length).ToArray();
            requests.RemoveRange(0, seen.Length);
            Assert.Equal(group.OrderBy(HostOf, StringComparer.Ordinal), seen.OrderBy(HostOf, StringComparer.Ordinal));
        }

        Assert.Empty(requests);
    }

    private static string HostOf(string request) => request.Split(' ')[0];
}
