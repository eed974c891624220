using System.Globalization;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What a host engine is asked: records, after the facts of the source that every other host is compared with.</summary>
/// <param name="plan">The rollout.</param>
internal sealed class QuestionPaper(RolloutPlan plan)
{
    private const string Clock = "fact\tclock\t";
    private IEnumerable<string> facts = [];
    private long ahead;

    /// <summary>Takes the facts of the source.</summary>
    /// <param name="lines">What its engine has said.</param>
    /// <param name="asked">When it was asked.</param>
    internal void Learn(IEnumerable<string> lines, DateTimeOffset asked)
    {
        var known = lines.Where(line => line.StartsWith("fact\t", StringComparison.Ordinal)).ToArray();
        facts = known.Where(line => !line.StartsWith(Clock, StringComparison.Ordinal));
        var clock = known.FirstOrDefault(line => line.StartsWith(Clock, StringComparison.Ordinal))?[Clock.Length..];
        ahead = long.TryParse(clock, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds - asked.ToUnixTimeSeconds() : 0;
    }

    /// <summary>The records as they are sent: the clock as it is at the source now.</summary>
    internal string With(IEnumerable<string> records) => string.Concat(
        new[] { $"kubectl\t{plan.Kubectl}" }
            .Concat(facts)
            .Append(string.Create(CultureInfo.InvariantCulture, $"{Clock}{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + ahead}"))
            .Concat(records)
            .Select(line => $"{line}\n"));
}
