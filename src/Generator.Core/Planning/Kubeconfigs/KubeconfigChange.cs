using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Kubeconfigs;

/// <summary>A kubeconfig that was rewritten to an endpoint. Nothing in it shows a secret, except the new content.</summary>
/// <param name="Servers">The servers of the current context's cluster that are this cluster's.</param>
/// <param name="Content">The new content.</param>
/// <param name="Elsewhere">Servers of this cluster that the current context does not use, and that stay.</param>
/// <param name="ServerName">The name to expect in the certificate, if the endpoint is not in it and the file names none; else null.</param>
public sealed record KubeconfigChange(
    ImmutableArray<ServerChange> Servers, ReadOnlyMemory<byte> Content, ImmutableArray<ServerChange> Elsewhere, string? ServerName)
{
    /// <summary>The servers that differ from the endpoint.</summary>
    public IEnumerable<ServerChange> Changed => Servers.Where(server => server.Old != server.New);
}

/// <summary>One <c>server:</c> before and after.</summary>
public sealed record ServerChange(Location At, string Old, string New);
