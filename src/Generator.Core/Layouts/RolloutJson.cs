using System.Text.Json;
using Generator.Core.Formats;
using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>rollout.json: the ordered steps, for people and programs.</summary>
internal static class RolloutJson
{
    internal const string Version = "haplane.rollout/v1";

    internal static ReadOnlyMemory<byte> Of(Rollout rollout) => Json.Of(writer =>
    {
        writer.WriteString("apiVersion", Version);
        writer.WriteString("cluster", rollout.Set.Artefacts.Plan.Name);
        if (!rollout.Set.Artefacts.Plan.EtcdOutlook.IsEmpty)
            writer.Strings("etcd", rollout.Set.Artefacts.Plan.EtcdOutlook);
        writer.Objects("steps", rollout.Steps, step => Step(writer, step));
    });

    private static void Step(Utf8JsonWriter writer, RolloutStep step)
    {
        writer.WriteNumber("number", step.Number);
        writer.WriteString("phase", Spelling.Of(step.Phase));
        writer.WriteString("title", step.Title);
        writer.Strings("hosts", step.Hosts);
        writer.Objects("actions", step.Actions, action =>
        {
            writer.WriteString("host", action.Host);
            writer.WriteString("verb", Spelling.Of(action.Verb));
            writer.Strings("arguments", action.Arguments);
        });
        writer.Objects("gates", step.Gates, gate =>
        {
            writer.WriteString("host", gate.Host);
            writer.WriteString("question", Spelling.Of(gate.Question));
            writer.WriteNumber("timeoutSeconds", gate.Seconds);
            writer.Strings("arguments", gate.Arguments);
        });
    }
}
