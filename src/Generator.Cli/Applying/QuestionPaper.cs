using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What a host engine is asked: records, after the facts of the source that every other host is compared with.</summary>
/// <param name="plan">The rollout.</param>
internal sealed class QuestionPaper(RolloutPlan plan)
{
    private const string Clock = "clock";
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);
    private ImmutableArray<EngineFact> facts = [];
    private long ahead;

    /// <summary>Takes the facts of the source.</summary>
    /// <param name="known">What its engine has said.</param>
    /// <param name="heard">When the answer had come: it ends with the time there.</param>
    internal void Learn(IEnumerable<EngineFact> known, DateTimeOffset heard)
    {
        facts = [.. known.Where(fact => fact.Name is not ("file" or "name"))];
        var clock = facts.FirstOrDefault(fact => fact.Name == Clock)?.Value;
        ahead = long.TryParse(clock, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds - heard.ToUnixTimeSeconds() : 0;
    }

    /// <summary>Takes what a host calls itself: by that a cluster says who leads.</summary>
    internal void Name(string host, string name) => names[host] = name;

    /// <summary>The records as they are sent: the clock as it is at the source now, and the names of the hosts that they name.</summary>
    internal string With(params ImmutableArray<string> records) => string.Concat(
        new[] { $"kubectl\t{plan.Kubectl}" }
            .Concat(facts.Where(fact => fact.Name != Clock).Select(fact => fact.Line))
            .Append(new EngineFact(Clock, (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ahead).ToString(CultureInfo.InvariantCulture)).Line)
            .Concat(records.SelectMany(record => record.Split('\t')).Distinct().Where(names.ContainsKey).Select(host => new EngineFact("name-of", $"{host} {names[host]}").Line))
            .Concat(records)
            .Select(line => $"{line}\n"));
}
