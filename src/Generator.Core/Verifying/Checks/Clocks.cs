using System.Globalization;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the clocks of all hosts agree.</summary>
internal static class Clocks
{
    // As the rollout tolerates it; this includes the time for the answer.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    internal static readonly LiveCheck Check = new(Of);

    private static IEnumerable<Check> Of(Site site)
    {
        var known = site.Answering.Where(host => host.Ahead is not null).Select(host => (host.Name, Ahead: host.Ahead ?? default)).ToArray();
        // The operator's own clock may be the wrong one.
        var usual = known.Select(host => host.Ahead).Order().ElementAtOrDefault((known.Length - 1) / 2);
        return known.Select(host => Of(host.Name, host.Ahead - usual));
    }

    private static Check Of(string host, TimeSpan offset)
    {
        if (offset.Duration() <= Tolerance)
            return new Check(host, CheckArea.Clock, "clock", CheckState.Fine, "agrees with the other hosts");
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{offset.Duration().TotalSeconds:0}");
        var text = $"{seconds} s {(offset > TimeSpan.Zero ? "ahead of" : "behind")} the other hosts";
        return new Check(host, CheckArea.Clock, "clock", CheckState.Problem, text)
        {
            Advice = $"on {host}: timedatectl, then start its time service (chrony, systemd-timesyncd)",
        };
    }
}
