using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the Service <c>kubernetes</c> lists exactly the masters.</summary>
internal static class ServiceAddresses
{
    private const string Subject = "Service kubernetes";

    internal static readonly LiveCheck Check = new(site => [Of(site)]);

    private static Check Of(Site site)
    {
        var (_, found) = ClusterAnswer.First(site, EndpointFact.Of);
        if (found.IsEmpty)
            return ClusterAnswer.NotAsked(CheckArea.Masters, Subject);
        var wanted = site.Delivery.Hosts.Where(host => host.IsMaster).Select(host => host.Address).ToArray();
        var listed = found.Select(fact => fact.Address).ToArray();
        string[] faults =
        [
            .. wanted.Except(listed).Select(address => $"does not list {address}"),
            .. listed.Except(wanted).Select(address => $"lists {address}, which is not a master"),
        ];
        return faults.Length == 0
            ? new Check("", CheckArea.Masters, Subject, CheckState.Fine, $"lists {string.Join(", ", listed)}")
            : new Check("", CheckArea.Masters, Subject, CheckState.Problem, string.Join("; ", faults));
    }
}
