using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Wire;
using Generator.Core.Rollout;

namespace Generator.Cli.Applying;

/// <summary>The facts that go with every question: what other hosts are compared with.</summary>
/// <param name="plan">The rollout.</param>
internal sealed class FactSheet(RolloutPlan plan)
{
    private const string Clock = "clock";
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);
    private ImmutableArray<EngineFact> facts = [];
    private ImmutableArray<EngineFact> ofStep = [];
    private long ahead;

    /// <summary>Takes the facts of the source master.</summary>
    /// <param name="known">What its engine has answered.</param>
    /// <param name="heard">When the answer had come: it ends with the time there.</param>
    internal void Learn(IEnumerable<EngineFact> known, DateTimeOffset heard)
    {
        facts = [.. known.Where(fact => fact.Name is not ("file" or "name"))];
        var clock = facts.FirstOrDefault(fact => fact.Name == Clock)?.Value;
        ahead = long.TryParse(clock, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds - heard.ToUnixTimeSeconds() : 0;
    }

    /// <summary>Takes the name that a host has for itself: by that a cluster says who leads.</summary>
    internal void Name(string host, string name) => names[host] = name;

    /// <summary>Takes facts that are for one step alone.</summary>
    internal void LearnForStep(IEnumerable<EngineFact> known) => ofStep = [.. known];

    /// <summary>Forgets them.</summary>
    internal void BeginStep() => ofStep = [];

    /// <summary>Lines of a plan as they are sent: after the facts, with the clock as it is on the source master now.</summary>
    internal string With(IReadOnlyCollection<string> lines) => string.Concat(
        new[] { $"kubectl\t{plan.Kubectl}" }
            .Concat(facts.Where(fact => fact.Name != Clock).Select(fact => fact.Line))
            .Append(new EngineFact(Clock, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ahead).ToString(CultureInfo.InvariantCulture)).Line)
            .Concat(NamesIn(lines))
            .Concat(ofStep.Select(fact => fact.Line))
            .Concat(lines)
            .Select(line => $"{line}\n"));

    private IEnumerable<string> NamesIn(IEnumerable<string> lines) =>
        lines.SelectMany(line => line.Split('\t'))
            .Distinct()
            .Where(names.ContainsKey)
            .Select(host => new EngineFact("name-of", $"{host} {names[host]}").Line);
}
