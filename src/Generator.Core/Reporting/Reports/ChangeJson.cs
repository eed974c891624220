using System.Text;
using System.Text.Json;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reporting.Changes;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Reports;

/// <summary>A change as JSON for programs; <c>haplane schema diff</c> prints its schema.</summary>
public static class ChangeJson
{
    /// <summary>The version of the format. New members do not change it; members are never removed and never change their meaning.</summary>
    public const string Version = "haplane.diff/v1";

    public static ReadOnlyMemory<byte> Render(Change change) => Json.Of(writer =>
    {
        writer.WriteString("apiVersion", Version);
        writer.WriteString("cluster", change.After.Topology.Cluster.ToString());
        writer.WriteBoolean("identical", change.IsEmpty);
        writer.WriteString("summary", change.Summary);
        writer.Objects("topology", change.Topology, line =>
        {
            writer.WriteString("kind", Name(line.Kind));
            writer.WriteString("subject", line.Subject);
            writer.WriteString("before", line.Before);
            writer.WriteString("after", line.After);
        });
        writer.Objects("hosts", change.Hosts, host => Host(writer, host));
        writer.Objects("driver", change.Driver, file =>
        {
            writer.WriteString("kind", Name(file.Kind));
            writer.WriteString("path", file.Path);
            writer.WriteString("diff", Encoding.UTF8.GetString(file.Diff.Span));
        });
        writer.Strings("foreign", change.Foreign);
        writer.Objects("effects", change.Effects, effect =>
        {
            if (effect.Step is { } step)
            {
                writer.WriteNumber("step", step.Number);
                writer.WriteString("phase", Spelling.Of(step.Phase));
            }

            writer.WriteString("host", effect.Host);
            writer.WriteString("unit", effect.Unit);
            writer.WriteString("effect", effect.Effect.ToString().ToLowerInvariant());
            writer.Strings("causes", effect.Causes);
        });
        writer.Strings("api", change.Outlook.Api);
        writer.Strings("connections", change.Outlook.Watches);
        writer.Strings("etcd", change.Outlook.Etcd);
        writer.Strings("rollback", change.Outlook.Rollback);
        writer.Strings("warnings", change.Outlook.Warnings);
    });

    private static void Host(Utf8JsonWriter writer, HostChange change)
    {
        writer.WriteString("kind", Name(change.Kind));
        writer.WriteString("name", change.Host.Name);
        writer.WriteString("address", change.Host.Address);
        writer.Strings("roles", change.Host.Roles);
        writer.Objects("files", change.Files, file =>
        {
            writer.WriteString("kind", Name(file.Kind));
            writer.WriteString("path", file.Path);
            writer.WriteString("class", ClassName.Of((file.After ?? file.Before)?.Class ?? default));
            writer.WriteString("attributes", file.Attributes);
            writer.WriteString("diff", Encoding.UTF8.GetString(file.Diff.Span));
        });
    }

    private static string Name(ChangeKind kind) => kind.ToString().ToLowerInvariant();
}
