using System.Text.Json;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;
using Generator.Core.Planning.Audits;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Failures;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>manifest.json: every host and every artefact, for people and programs.</summary>
internal static class ManifestJson
{
    internal const string Version = "haplane.manifest/v1";

    internal static ReadOnlyMemory<byte> Of(AuditedSet set, FailureTable failures) => Json.Of(writer =>
    {
        var plan = set.Artefacts.Plan;
        writer.WriteString("apiVersion", Version);
        writer.WriteString("cluster", plan.Name);
        writer.WriteString("kubernetes", plan.Kubernetes.ToString());
        writer.WriteString("source", plan.Source.Name);
        writer.WriteString("clientEndpoint", plan.Client.ToString());
        writer.Objects("hosts", plan.Hosts, host => Host(writer, host));
        writer.Objects("artefacts", set.Artefacts.All, artefact => Artefact(writer, artefact));
        if (!plan.Departures.IsEmpty)
            writer.Objects("departures", plan.Departures, departure => Departure(writer, departure));
        writer.Objects("clientEndpoints", set.Endpoints, endpoint => Endpoint(writer, endpoint));
        writer.Objects("endpointsLeftBehind", set.Endpoints.Where(endpoint => endpoint.IsLeftBehind), endpoint => Endpoint(writer, endpoint));
        writer.Strings("unknownOnSource", plan.Hosts.SelectMany(host => host.Unknown).Distinct().Order(StringComparer.Ordinal));
        writer.Strings("endpointCarriers", failures.Carriers);
        writer.Objects("failures", failures.Rows, row => Failure(writer, row));
    });

    private static void Host(Utf8JsonWriter writer, HostPlan host)
    {
        writer.WriteString("name", host.Name);
        writer.WriteString("address", host.Address.Text);
        writer.Text("nodeName", host.NodeName);
        writer.Strings("roles", RoleName.Of(host.Roles));
        writer.WriteStartObject("ssh");
        writer.WriteString("user", host.Ssh.User);
        writer.WriteNumber("port", host.Ssh.Port);
        writer.WriteString("address", host.Ssh.Address);
        writer.Text("jump", host.Ssh.Jump);
        writer.Text("hostKey", host.Ssh.HostKey);
        writer.WriteEndObject();
        writer.Objects("units", host.Units, unit =>
        {
            writer.WriteString("unit", unit);
            writer.WriteString("group", Spelling.Of(host.GroupOf(unit)));
        });
    }

    private static void Departure(Utf8JsonWriter writer, Departure departure)
    {
        writer.WriteString("host", departure.Host);
        writer.WriteString("address", departure.Address.Text);
        writer.WriteBoolean("leaves", departure.IsWhole);
        writer.Text("nodeName", departure.NodeName);
        writer.Strings("units", departure.Units);
        writer.Strings("files", departure.Files.Select(file => file.Path));
        writer.Strings("stays", departure.Stays);
    }

    private static void Artefact(Utf8JsonWriter writer, Artefact artefact)
    {
        writer.WriteString("host", artefact.Host);
        writer.WriteString("path", artefact.Path);
        writer.WriteString("class", ClassName.Of(artefact.Class));
        writer.WriteString("group", Spelling.Of(artefact.Group));
        writer.WriteString("origin", artefact.Origin);
        if (artefact.Class is not (FileClass.NeverCopied or FileClass.Link))
        {
            writer.WriteString("mode", artefact.Mode.Text);
            writer.WriteString("owner", artefact.Owner.Text);
        }

        writer.Text("sha256", artefact.Sha256?.Text);
        writer.Text("version", artefact.Version);
        writer.Text("target", artefact.Target);
        writer.Text("note", artefact.Note);
        if (artefact.Edits.Length > 0)
            writer.Objects("edits", artefact.Edits, edit => Edit(writer, edit));
        if (artefact.Units.Length > 0)
            writer.Objects("affects", artefact.Units, unit => Affected(writer, unit, artefact.Load));
    }

    private static void Edit(Utf8JsonWriter writer, LineEdit edit)
    {
        writer.WriteString("old", edit.Old);
        writer.WriteString("new", edit.New);
        writer.WriteNumber("count", edit.Count);
        writer.Text("earlier", edit.Earlier);
    }

    private static void Affected(Utf8JsonWriter writer, string unit, LoadAction load)
    {
        writer.WriteString("unit", unit);
        writer.WriteString("action", LoadName.Of(load));
    }

    private static void Endpoint(Utf8JsonWriter writer, ClientEndpoint endpoint)
    {
        writer.WriteString("host", endpoint.Host);
        writer.WriteString("path", endpoint.Path);
        writer.WriteString("server", endpoint.Server);
    }

    private static void Failure(Utf8JsonWriter writer, FailureRow row)
    {
        writer.Strings("hosts", row.Hosts);
        writer.WriteString("api", Spelling.Of(row.Api));
        writer.WriteBoolean("endpointAnswers", row.EndpointAnswers);
        writer.WriteNumber("etcdLeft", row.Etcd.Left);
        writer.WriteNumber("etcdMembers", row.Etcd.Members);
        writer.Strings("canLead", row.CanLead);
        writer.Strings("leaderless", row.Leaderless);
        writer.Strings("darkFiles", row.DarkFiles);
        writer.Strings("lostNodes", row.LostNodes);
        writer.Strings("notReadyNodes", row.NotReadyNodes);
        writer.WriteBoolean("canSchedule", row.CanSchedule);
        writer.WriteBoolean("onlyMasters", row.OnlyMasters);
    }
}
