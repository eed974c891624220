using System.Globalization;
using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the services of each host run, with the files that are on the disk, and start at boot.</summary>
internal static class Services
{
    internal static readonly LiveCheck Check = new(site => site.Answering.SelectMany(host => host.Units.Select(unit => Of(site, host.Name, unit))));

    private static Check Of(Site site, string host, RunningUnit unit)
    {
        string[] faults =
        [
            .. unit.Run == "running" ? [] : (string[])[unit.Run == "failed" ? "failed" : "not running"],
            .. unit is { Run: "running", Loaded: "older" } ? (string[])["running with older files than those on the disk"] : [],
            .. unit.Boot == "disabled" ? (string[])["does not start at boot"] : [],
        ];
        if (faults.Length > 0)
            return New(host, unit, CheckState.Problem, string.Join("; ", faults)) with { Advice = Advice(host, unit) };
        return unit is { Run: "running", Loaded: "unknown" }
            ? New(host, unit, CheckState.Unknown, "not checked: whether it runs with the files on the disk is not known")
            : New(host, unit, CheckState.Fine, $"running{Since(unit.Since, site.Now)}");
    }

    private static Check New(string host, RunningUnit unit, CheckState state, string text) => new(host, CheckArea.Service, unit.Unit, state, text);

    private static string Advice(string host, RunningUnit unit) => unit switch
    {
        { Run: not "running" } => $"on {host}: journalctl -u {unit.Unit} -n 20",
        { Loaded: "older" } => $"on {host}: systemctl restart {unit.Unit}",
        _ => $"on {host}: systemctl enable {unit.Unit}",
    };

    private static string Since(long since, DateTimeOffset now) =>
        since == 0 || DateTimeOffset.FromUnixTimeSeconds(since) is var start && start > now
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" since {DateTimeOffset.FromUnixTimeSeconds(since):yyyy-MM-dd HH:mm} UTC");
}
