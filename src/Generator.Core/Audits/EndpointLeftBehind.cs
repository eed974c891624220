using Generator.Core.Diagnostics;

namespace Generator.Core.Audits;

/// <summary>AUD002.</summary>
internal static class EndpointLeftBehind
{
    internal static readonly Audit Audit = new(
        "AUD002",
        "a client endpoint that did not move",
        "A client that still names one master dies with it, and the cluster looks highly available and is not.",
        "change it to https with the right address on the host and capture it again, or remove the file from the host if nothing uses it",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        set.Endpoints
            .Where(endpoint => endpoint is { IsLeftBehind: true, IsOfOtherProgram: false })
            .Select(endpoint => (endpoint.At, $"{endpoint.Path} of {endpoint.Host} would still name {Quoted.Text(endpoint.Server)}, expected {endpoint.Wanted}"));
}
