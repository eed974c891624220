using System.Globalization;
using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Who leads the controllers, and whether the lease is renewed.</summary>
internal static class Leaders
{
    // A leader renews its lease every two seconds and loses it after fifteen (kubernetes.io, --leader-elect-lease-duration).
    private const int OldestRenewal = 15;

    private static readonly string[] Leases = ["kube-controller-manager", "kube-scheduler"];

    internal static readonly LiveCheck Check = new(Of);

    private static IEnumerable<Check> Of(Site site)
    {
        var (_, found) = ClusterAnswer.First(site, LeaseFact.Of);
        return Leases.Select(name => found.FirstOrDefault(lease => lease.Name == name) is { } lease
            ? Of(lease)
            : ClusterAnswer.NotAsked(CheckArea.Leader, name));
    }

    private static Check Of(LeaseFact lease)
    {
        if (lease.Holder == "-")
            return New(lease, CheckState.Problem, "has no leader");
        var text = string.Create(CultureInfo.InvariantCulture, $"led by {lease.Holder}, moved {lease.Transitions} times");
        return lease.Age is > OldestRenewal
            ? New(lease, CheckState.Problem, string.Create(CultureInfo.InvariantCulture, $"{text}; not renewed for {lease.Age} s"))
            : New(lease, CheckState.Fine, text);
    }

    private static Check New(LeaseFact lease, CheckState state, string text) => new("", CheckArea.Leader, lease.Name, state, text);
}
