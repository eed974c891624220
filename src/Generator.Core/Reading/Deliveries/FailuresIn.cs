using System.Collections.Immutable;
using System.Text.Json;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Failures;
using Generator.Core.Rollout;

namespace Generator.Core.Reading.Deliveries;

/// <summary>Reads the failure table in a manifest.</summary>
internal static class FailuresIn
{
    /// <exception cref="FormatException">It has another form.</exception>
    internal static FailureTable Of(JsonElement rows, string client) => new([.. rows.EnumerateArray().Select(Row)])
    {
        Endpoint = Endpoint.TryParse(client, out var endpoint) ? endpoint.Authority : client,
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
        NotReadyNodes = Strings(row, "notReadyNodes"),
    };

    private static ImmutableArray<string> Strings(JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? "")];
}
