using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Can the bootstrap token still create a CSR, or is the node there already?</summary>
/// <param name="Kubeconfig">The kubeconfig on the source master that holds the token.</param>
/// <param name="Node">The node.</param>
internal sealed record BootstrapToken(string Host, int Seconds, string Kubeconfig, string Node) : Gate(Host, Seconds), IGate
{
    internal override ImmutableArray<string> Arguments => [Kubeconfig, Node];

    internal override ConsoleLine ByHand => new(
        Host,
        $"kube --kubeconfig={Kubeconfig} auth can-i create certificatesigningrequests.certificates.k8s.io",
        $"yes, unless the node {Node} is there already");

    public static Gate Read(string host, int seconds, Arguments given) => new BootstrapToken(host, seconds, given.Next(), given.Next());
}
