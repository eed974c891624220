using System.Collections.Immutable;
using System.Text.Json;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Failures;
using Generator.Core.Rollout;

namespace Generator.Core.Reading.Deliveries;

/// <summary>Reads the failure table in a manifest.</summary>
internal static class FailuresIn
{
    /// <summary>The table; null where an older release wrote the manifest.</summary>
    /// <exception cref="FormatException">It has another form.</exception>
    internal static FailureTable? Of(JsonElement manifest) => !manifest.TryGetProperty("failures", out var rows)
        ? null
        : new FailureTable([.. rows.EnumerateArray().Select(Row)])
        {
            Endpoint = Endpoint.TryParse(manifest.GetProperty("clientEndpoint").GetString() ?? "", out var endpoint) ? endpoint.Authority : "",
            Carriers = Strings(manifest, "endpointCarriers"),
        };

    private static FailureRow Row(JsonElement row) => new(
        Strings(row, "hosts") is { Length: > 0 } hosts ? hosts : throw new FormatException("a row without a host"),
        Spelling.Parse<ApiReach>(row.GetProperty("api").GetString() ?? ""),
        new EtcdQuorum(row.GetProperty("etcdLeft").GetInt32(), row.GetProperty("etcdMembers").GetInt32()),
        Strings(row, "canLead"),
        Strings(row, "darkFiles"),
        Strings(row, "lostNodes"),
        row.GetProperty("canSchedule").GetBoolean())
    {
        EndpointAnswers = row.GetProperty("endpointAnswers").GetBoolean(),
        Leaderless = Strings(row, "leaderless"),
        OnlyMasters = row.GetProperty("onlyMasters").GetBoolean(),
        NotReadyNodes = Strings(row, "notReadyNodes"),
    };

    private static ImmutableArray<string> Strings(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? "")];
}
