using System.Collections.Immutable;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Failures;

/// <summary>Which addresses still lead to a kube-apiserver when hosts are dead.</summary>
internal sealed class ApiReaching
{
    private const string LocalName = "localhost";

    private readonly HashSet<string> working;
    private readonly Dictionary<string, bool> answers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ClusterShape shape;
    private readonly ImmutableArray<string> dead;

    /// <param name="hasQuorum">Whether etcd has a quorum: without it no kube-apiserver works.</param>
    internal ApiReaching(ClusterShape shape, ImmutableArray<string> dead, bool hasQuorum)
    {
        (this.shape, this.dead) = (shape, dead);
        working = shape.Apiservers.Where(apiserver => hasQuorum && apiserver.IsUp && !dead.Contains(apiserver.Host))
            .Select(apiserver => apiserver.Host)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (address, works) in Listeners())
            answers[address] = answers.GetValueOrDefault(address) || works;
        EntryAnswers = Entry();
        answers[shape.Entry.Address] = EntryAnswers;
    }

    /// <summary>Whether a kube-apiserver works.</summary>
    internal bool HasAny => working.Count > 0;

    /// <summary>Whether the endpoint that clients use leads to one.</summary>
    internal bool EntryAnswers { get; }

    /// <summary>Whether a server leads to a kube-apiserver, asked from a host that is alive; null if nothing is known about the server.</summary>
    internal bool? From(string host, string server)
    {
        if (!Endpoint.TryParse($"https://{server}", out var endpoint) || !IsLoopback(endpoint.Host))
            return answers.TryGetValue(server, out var works) ? works : null;
        var port = FormattableString.Invariant($":{endpoint.Port}");
        var local = shape.Balancers.FirstOrDefault(
            balancer => balancer.Host == host && balancer.Addresses.Any(own => own.EndsWith(port, StringComparison.Ordinal)));
        if (local is not null)
            return Works(local);
        return shape.Apiservers.Any(apiserver => apiserver.Host == host) ? OwnAnswers(host) : null;
    }

    /// <summary>Whether the kube-apiserver of a host works.</summary>
    internal bool OwnAnswers(string host) => working.Contains(host);

    private IEnumerable<(string Address, bool Works)> Listeners() =>
        shape.Apiservers.SelectMany(apiserver => apiserver.Addresses.Select(address => (address, OwnAnswers(apiserver.Host))))
            .Concat(shape.Balancers.SelectMany(balancer => balancer.Addresses.Select(address => (address, Works(balancer)))));

    // On a carrier that runs no load balancer, the kube-apiserver itself answers.
    private bool Entry()
    {
        var carriers = shape.Entry.Carriers;
        var balancers = shape.Balancers.Where(balancer => carriers.IsEmpty || carriers.Contains(balancer.Host)).ToArray();
        if (balancers.Any(Works))
            return true;
        return carriers.IsEmpty
            ? balancers is [] && HasAny
            : carriers.Any(carrier => balancers.All(balancer => balancer.Host != carrier) && OwnAnswers(carrier));
    }

    private bool Works(BalancerOn balancer) => balancer.IsUp && !dead.Contains(balancer.Host) && balancer.Masters.Any(OwnAnswers);

    private static bool IsLoopback(HostNameOrAddress host) => host.Address?.IsLoopback ?? host.Text == LocalName;
}
