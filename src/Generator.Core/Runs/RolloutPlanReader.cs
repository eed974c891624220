using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Deliveries;
using Generator.Core.Deliveries.Faults;
using Generator.Core.Diagnostics;
using Generator.Core.Ordering;

namespace Generator.Core.Runs;

/// <summary>Reads rollout.plan of a result whose digests are proved first. It holds the same steps as rollout.json, with what the host engine is sent.</summary>
public static class RolloutPlanReader
{
    private const string Name = "rollout.plan";
    private const string Version = "1";

    /// <summary>The rollout of a result, or what is wrong with the result.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    public static Outcome<RolloutPlan> Read(FileTree tree)
    {
        if (new[] { ResultDigests.Name, Name }.FirstOrDefault(name => !tree.Files.ContainsKey(name)) is { } missing)
            return Outcome.Of<RolloutPlan>(null, [NotAnOutput.Without(missing)]);
        if (ResultDigests.FirstChanged(tree) is { } changed)
            return Outcome.Of<RolloutPlan>(null, [OutputChanged.In(changed)]);
        try
        {
            return Outcome.Of(Read(Encoding.UTF8.GetString(tree.Files[Name].Content.Span)), []);
        }
        catch (FormatException)
        {
            return Outcome.Of<RolloutPlan>(null, [OtherOutputForm.In(Name)]);
        }
    }

    private static RolloutPlan Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToLookup(fields => fields[0], StringComparer.Ordinal);
        var head = Only(lines["haplane-rollout"]);
        if (Field(head, 1) != Version)
            throw new FormatException("another version");
        var leaves = lines["leaves"].ToImmutableDictionary(fields => Field(fields, 1), fields => Given(Field(fields, 2)), StringComparer.Ordinal);
        var plan = new RolloutPlan(
            Field(head, 2),
            Field(Only(lines["source"]), 1),
            Field(Only(lines["kubectl"]), 1),
            [.. lines["note"].Select(fields => Field(fields, 1))],
            [.. lines["host"].Select(fields => Host(fields, leaves))],
            [.. lines["step"].Select(fields => Step(fields, lines))]);
        return plan.Find(plan.Source) is not null && plan.Steps.Length > 0 && plan.Steps.Select(step => step.Number).SequenceEqual(Enumerable.Range(1, plan.Steps.Length))
            ? plan
            : throw new FormatException("not whole");
    }

    private static PlannedHost Host(string[] fields, ImmutableDictionary<string, string> leaves) =>
        new(Field(fields, 1), Field(fields, 2), Field(fields, 3), Field(fields, 4), leaves.ContainsKey(Field(fields, 1)), leaves.GetValueOrDefault(Field(fields, 1), ""));

    private static PlannedStep Step(string[] fields, ILookup<string, string[]> lines)
    {
        var number = Field(fields, 1);
        IEnumerable<string[]> Of(string kind) => lines[kind].Where(line => Field(line, 1) == number);
        return new PlannedStep(
            Number(number),
            Spelling.Parse<Phase>(Field(fields, 2)) ?? throw new FormatException("an unknown phase"),
            Field(fields, 3),
            [.. Of("do").Select(Action)],
            [.. Of("deliver").Select(line => new PlannedDelivery(Field(line, 2), Field(line, 3), Field(line, 4)))],
            [.. Of("gate").Select(Gate)]);
    }

    private static PlannedAction Action(string[] fields) =>
        new(Field(fields, 3), Spelling.Parse<Verb>(Field(fields, 2)) ?? throw new FormatException("an unknown verb"), [.. fields[4..]], string.Join('\t', fields));

    private static PlannedGate Gate(string[] fields) =>
        new(Field(fields, 3), Field(fields, 2), Number(Field(fields, 4)), [.. fields[5..]], string.Join('\t', fields));

    private static string[] Only(IEnumerable<string[]> lines) => lines.SingleOrDefault() ?? throw new FormatException("a record is missing");

    private static string Field(string[] fields, int index) => index < fields.Length ? fields[index] : throw new FormatException("a field is missing");

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    // An empty field of a plan.
    private static string Given(string field) => field == "-" ? "" : field;
}
