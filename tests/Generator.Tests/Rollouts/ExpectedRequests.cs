using System.Globalization;
using Generator.Core.Rollout;
using Generator.Core.Rollout.Actions;

namespace Generator.Tests.Rollouts;

/// <summary>
/// What a driver asks of scripted hosts, in groups of requests that may come in any order of the hosts. It follows the plan alone, and knows of
/// no phase.
/// </summary>
/// <param name="plan">The rollout.</param>
internal sealed class ExpectedRequests(RolloutPlan plan)
{
    private const string Identity = " | fact started 1 | fact node-key 0000000000000000000000000000000000000000000000000000000000000000";
    private readonly List<string[]> groups = [];
    private readonly Dictionary<string, (int Before, int Now)> delivered =
        plan.Hosts.ToDictionary(host => host.Name, _ => (0, 0), StringComparer.Ordinal);
    private string identity = "";

    /// <summary>The groups so far.</summary>
    internal IReadOnlyList<string[]> Groups => groups;

    /// <summary>Everything before the first step.</summary>
    internal ExpectedRequests Begin(bool asksSource = true)
    {
        groups.Add([.. plan.Hosts.Select(host => $"{host.Name} channel")]);
        groups.AddRange(plan.Locks.Select(host => new[] { $"{host} lock" }));
        groups.Add([.. plan.Hosts.Select(host => $"{host.Name} status")]);
        if (asksSource)
            groups.Add([$"{plan.Source} facts"]);
        return this;
    }

    /// <summary>The steps of a run that begins with one of them.</summary>
    internal ExpectedRequests Steps(int from, int last)
    {
        foreach (var step in plan.Steps.Where(step => step.Number <= last && (step.Number >= from || step.OnFailure == OnFailure.Refuse)))
        {
            Do(step, isDeliveryFailing: false);
            Ask(step, LineWord.Gate);
        }

        return this;
    }

    /// <summary>The actions of a step; its delivery may fail.</summary>
    internal ExpectedRequests Do(RolloutStep step, bool isDeliveryFailing)
    {
        identity = "";
        groups.AddRange(step.Of(LineWord.NewWhen).Select(line => new[] { Asked(line.Host, [line]) }));
        foreach (var batch in Batches(step))
        {
            groups.Add([.. batch.SelectMany(line => Sent(line, isDeliveryFailing))]);
            if (isDeliveryFailing && batch[0].Instruction is Deliver)
                break;
            if (batch[0].Instruction is Identify)
                identity = Identity;
        }

        return this;
    }

    /// <summary>The lines of a word, a request for each host.</summary>
    internal ExpectedRequests Ask(RolloutStep step, LineWord word)
    {
        groups.Add([.. step.Of(word).GroupBy(line => line.Host, StringComparer.Ordinal).Select(lines => Asked(lines.Key, lines))]);
        return this;
    }

    /// <summary>What is undone after a failure.</summary>
    internal ExpectedRequests Undo(RolloutStep step)
    {
        foreach (var line in step.Of(LineWord.Undo).Where(line => IsUndone(step, line)))
            groups.Add([.. Sent(line, isDeliveryFailing: false)]);
        return this;
    }

    private bool IsUndone(RolloutStep step, StepLine line) => line.When switch
    {
        LineCondition.New => step.Of(LineWord.NewWhen).Any(),
        LineCondition.Old => !step.Of(LineWord.NewWhen).Any(),
        LineCondition.Changed => delivered[line.About].Now > 0,
        _ => true,
    };

    private static IEnumerable<StepLine[]> Batches(RolloutStep step)
    {
        var batch = new List<StepLine>();
        foreach (var line in step.Actions)
        {
            if (batch.Count > 0 && (batch[0].Instruction.Kind != line.Instruction.Kind || batch.Exists(other => other.Host == line.Host)))
            {
                yield return [.. batch];
                batch.Clear();
            }

            batch.Add(line);
        }

        if (batch.Count > 0)
            yield return [.. batch];
    }

    private IEnumerable<string> Sent(StepLine line, bool isDeliveryFailing) => line.Instruction switch
    {
        Stage => [$"{line.Host} bring"],
        Soak => [],
        Identify identify => [$"{line.Host} started --group {Spelling.Of(identify.Group)} --units {identify.Unit}"],
        Deliver deliver => Delivered(deliver, isDeliveryFailing),
        Rollback rollback => RolledBack(rollback),
        _ => [Asked(line.Host, [line])],
    };

    private string[] Delivered(Deliver deliver, bool isFailing)
    {
        var now = delivered[deliver.Host].Now;
        delivered[deliver.Host] = (now, isFailing ? now : now + 1);
        string[] copied = deliver.Source is null ? [] : [$"{deliver.Host} missing"];
        string[] before =
            [$"{deliver.Host} recover", .. copied, $"{deliver.Host} apply --group {Spelling.Of(deliver.Group)} --units {deliver.UnitList}"];
        return isFailing ? before : [.. before, $"{deliver.Host} confirm"];
    }

    private string[] RolledBack(Rollback rollback)
    {
        var (before, now) = delivered[rollback.Host];
        var to = rollback.To == RollbackTarget.Run ? 0 : before;
        string[] asked = [$"{rollback.Host} recover", $"{rollback.Host} status"];
        return now > to
            ? [.. asked, string.Create(CultureInfo.InvariantCulture, $"{rollback.Host} rollback --to {to}"), $"{rollback.Host} confirm"]
            : asked;
    }

    private string Asked(string host, IEnumerable<StepLine> lines) =>
        $"{host} ask{identity}{string.Concat(lines.Select(line => $" | {line.Text.Replace('\t', ' ')}"))}";
}
