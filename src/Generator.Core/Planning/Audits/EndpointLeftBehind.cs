using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Planning.Audits;

internal static class EndpointLeftBehind
{
    internal static readonly Audit Audit = new(
        "AUD002",
        "a client endpoint did not move",
        "A client that still uses one master loses the API with it. The cluster looks highly available but is not.",
        "change it on the host to https with the right address (a kubeconfig: with \"haplane kubeconfig FILE\") and capture it again; or remove the "
            + "file from the host if nothing uses it",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        set.Endpoints
            .Where(endpoint => endpoint is { IsLeftBehind: true, IsOfOtherProgram: false, IsOfPerson: false })
            .Select(endpoint => (endpoint.At, $"{endpoint.Path} of {endpoint.Host} would still name {Quoted.Text(endpoint.Server)}, "
                + $"expected {endpoint.Wanted}"));
}
