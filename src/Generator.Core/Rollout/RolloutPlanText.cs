using System.Collections.Immutable;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Rollout;

/// <summary>
/// rollout.plan: a rollout, one record a line. <c>haplane-rollout VERSION CLUSTER</c>, <c>source HOST</c>, <c>kubectl PATH</c>, <c>lock HOST</c>,
/// <c>remark TEXT</c>, <c>host NAME USER PORT ADDRESS JUMP HOSTKEY</c>, <c>leaves NAME NODE</c>; then each step:
/// <c>step NUMBER PHASE ON-FAILURE TITLE ADVICE</c> and its lines, <c>WORD NUMBER ABOUT WHEN KIND HOST [SECONDS] ARGUMENT…</c>.
/// What is written is read: <c>Read(Write(x))</c> is <c>x</c>.
/// </summary>
internal static class RolloutPlanText
{
    private const string Version = "2";

    internal static string Write(RolloutPlan plan)
    {
        var text = new PlanText();
        text.Add("haplane-rollout", Version, plan.Cluster);
        text.Add("source", plan.Source);
        text.Add("kubectl", plan.Kubectl);
        foreach (var host in plan.Locks)
            text.Add("lock", host);
        foreach (var remark in plan.Remarks)
            text.Add("remark", remark);
        foreach (var host in plan.Hosts)
            text.Add("host", host.Name, host.User, host.Port, host.Address, host.Jump, host.HostKey);
        foreach (var host in plan.Hosts.Where(host => host.IsLeaving))
            text.Add("leaves", host.Name, host.LeavingNode);
        foreach (var step in plan.Steps)
            Add(text, step);
        return text.ToString();
    }

    /// <exception cref="FormatException">The text is not of this form.</exception>
    internal static RolloutPlan Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t').ToImmutableArray()).ToArray();
        var records = lines.ToLookup(fields => fields[0], StringComparer.Ordinal);
        var head = new Arguments(Only(records["haplane-rollout"]));
        if (head.Next() != Version)
            throw new FormatException("another version");
        var leaves = records["leaves"].ToImmutableDictionary(fields => Field(fields, 1), fields => Given(Field(fields, 2)), StringComparer.Ordinal);
        var plan = new RolloutPlan(
            head.Next(),
            Field(Only(records["source"], 0), 1),
            Field(Only(records["kubectl"], 0), 1),
            [.. records["lock"].Select(fields => Field(fields, 1))],
            [.. records["remark"].Select(fields => Field(fields, 1))],
            [.. records["host"].Select(fields => Host(fields, leaves))],
            Steps(lines));
        return plan.Find(plan.Source) is not null
            && plan.Steps.Length > 0
            && plan.Steps.Select(step => step.Number).SequenceEqual(Enumerable.Range(1, plan.Steps.Length))
            ? plan
            : throw new FormatException("not whole");
    }

    private static void Add(PlanText text, RolloutStep step)
    {
        text.Add("step", PlanField.Of(step.Number), Spelling.Of(step.Phase), Spelling.Of(step.OnFailure), step.Title, step.Advice);
        foreach (var line in step.Lines)
            text.Add([.. line.Fields]);
    }

    private static ImmutableArray<RolloutStep> Steps(ImmutableArray<string>[] lines)
    {
        var words = Enum.GetValues<LineWord>().ToImmutableDictionary(Spelling.Of, StringComparer.Ordinal);
        var byStep = lines.Where(fields => words.ContainsKey(fields[0]))
            .Select(fields => Line(words[fields[0]], fields))
            .ToLookup(line => line.Number);
        return [.. lines.Where(fields => fields[0] == "step").Select(fields => Step(fields, byStep))];
    }

    private static RolloutStep Step(ImmutableArray<string> fields, ILookup<int, StepLine> lines)
    {
        var given = new Arguments(fields[1..]);
        var number = given.NextNumber();
        return new RolloutStep(
            number, Spelling.Parse<Phase>(given.Next()), Spelling.Parse<OnFailure>(given.Next()), given.Next(), given.Next(), [.. lines[number]]);
    }

    private static StepLine Line(LineWord word, ImmutableArray<string> fields)
    {
        var given = new Arguments(fields[1..]);
        var (number, about, when) = (given.NextNumber(), given.Next(), Spelling.Parse<LineCondition>(given.Next()));
        var (kind, host) = (given.Next(), given.Next());
        Instruction instruction = word is LineWord.Do or LineWord.Undo
            ? Known(RolloutKinds.Actions, kind).Read(host, given)
            : Known(RolloutKinds.Gates, kind).Read(host, given.NextNumber(), given);
        given.End();
        return new StepLine(word, number, about, when, instruction);
    }

    private static T Known<T>(ImmutableDictionary<string, T> kinds, string kind) =>
        kinds.TryGetValue(kind, out var read) ? read : throw new FormatException("an unknown kind");

    private static PlannedHost Host(ImmutableArray<string> fields, ImmutableDictionary<string, string> leaves)
    {
        var (name, given) = (Field(fields, 1), fields.Select(Given).ToArray());
        return given is [_, _, var user, var port, var address, var jump, var key]
            ? new PlannedHost(name, user, port, address, jump, key, leaves.ContainsKey(name), leaves.GetValueOrDefault(name, ""))
            : throw new FormatException("a field is missing");
    }

    private static ImmutableArray<string> Only(IEnumerable<ImmutableArray<string>> records, int from = 1) =>
        records.ToArray() is [var only] ? only[from..] : throw new FormatException("a record is missing");

    private static string Field(ImmutableArray<string> fields, int index) =>
        index < fields.Length ? fields[index] : throw new FormatException("a field is missing");

    private static string Given(string field) => field == PlanField.None ? "" : field;
}
