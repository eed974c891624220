namespace Generator.Core.Verifying.Checks;

/// <summary>Whether exactly one host holds the virtual address.</summary>
internal static class VirtualAddresses
{
    internal static readonly LiveCheck Check = new(site =>
        LiveAddresses.VirtualOf(site) is { } address ? [Of(site, address)] : []);

    private static Check Of(Site site, string address)
    {
        var holders = LiveAddresses.Holders(site).Select(holder => holder.Host).ToArray();
        var unread = site.Hosts.FirstOrDefault(host => host.Report is null && site.Delivery.Find(host.Name) is { IsBalancer: true })?.Name;
        return holders switch
        {
            [var only] => New(address, CheckState.Fine, $"held by {only}"),
            [] when unread is not null =>
                New(address, CheckState.Unknown, $"not checked: {unread} did not answer, and no other host holds it"),
            [] => New(address, CheckState.Problem, "held by no host"),
            _ => New(address, CheckState.Problem, $"held by {string.Join(" and ", holders)} at the same time"),
        };
    }

    private static Check New(string address, CheckState state, string text) => new("", CheckArea.Address, address, state, text);
}
