using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <param name="Name">Its name; null if it has to be decided.</param>
/// <param name="Address">Its address; null if it has to be decided.</param>
/// <param name="Evidence">Where the address was found.</param>
internal sealed record DraftedHost(string? Name, string? Address, string Evidence)
{
    /// <summary>The captured host; null if it was not captured.</summary>
    internal CapturedMachine? Machine { get; init; }

    /// <summary>The node's name, if it is not the host's.</summary>
    internal Guess<DnsName>? NodeName { get; init; }

    /// <summary>Whether it is a master without a kubelet although the source master has one.</summary>
    internal bool LacksNode { get; init; }

    /// <summary>Whether its files are assumed to be like those of another worker.</summary>
    internal bool IsAssumed { get; init; }

    internal static DraftedHost Of(CapturedMachine machine, ImmutableArray<ReportedNode> nodes)
    {
        var address = AddressGuess.Of(machine);
        var nodeName = NodeNameGuess.Of(machine, address?.Value, nodes);
        var name = DnsLabel.TryParse(machine.Name, out _) ? machine.Name : null;
        return new DraftedHost(name, address?.Value.Text, address?.Evidence ?? "its address was not found")
        {
            Machine = machine,
            NodeName = nodeName?.Value.Text == machine.Name ? null : nodeName,
        };
    }

    /// <summary>The entry of the host, between braces.</summary>
    /// <param name="ssh">How most hosts were reached; null for an entry without ssh.</param>
    internal string Entry(ReachedHost? ssh)
    {
        var fields = new List<string> { $"name: {DraftScalar.OrUndecided(Name)}", $"address: {DraftScalar.OrUndecided(Address)}" };
        if (NodeName is { } node)
            fields.Add($"nodeName: {DraftScalar.Of(node.Value.Text)}");
        if (LacksNode)
            fields.Add("node: false");
        if (IsAssumed)
            fields.Add("originals: assumed");
        var own = Ssh(ssh).ToArray();
        if (own.Length > 0)
            fields.Add($"ssh: {{{string.Join(", ", own)}}}");
        return $"{{{string.Join(", ", fields)}}}";
    }

    // Only values that differ from most hosts.
    private IEnumerable<string> Ssh(ReachedHost? most)
    {
        if (most is null || Machine?.Host.Reached is not { } reached)
            yield break;
        if (reached.User != most.User && UserName.TryParse(reached.User, out _))
            yield return $"user: {DraftScalar.Of(reached.User)}";
        if (reached.Port != most.Port && reached.Port is > 0 and <= 65535)
            yield return $"port: {reached.Port.ToString(CultureInfo.InvariantCulture)}";
        if (reached.Address != Address && HostNameOrAddress.TryParse(reached.Address, out var address) && address.Text != Address)
            yield return $"address: {DraftScalar.Of(address.Text)}";
    }
}
