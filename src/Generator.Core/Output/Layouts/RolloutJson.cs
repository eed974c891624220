using System.Text.Json;
using Generator.Core.Foundation.Formats;
using Generator.Core.Planning.Ordering;
using Generator.Core.Rollout;

namespace Generator.Core.Output.Layouts;

/// <summary>rollout.json: the steps of rollout.plan, for people and programs.</summary>
internal static class RolloutJson
{
    internal const string Version = "haplane.rollout/v2";

    internal static ReadOnlyMemory<byte> Of(OrderedRollout rollout) => Json.Of(writer =>
    {
        writer.WriteString("apiVersion", Version);
        writer.WriteString("cluster", rollout.Plan.Cluster);
        if (!rollout.Plan.Remarks.IsEmpty)
            writer.Strings("remarks", rollout.Plan.Remarks);
        writer.Objects("steps", rollout.Plan.Steps, step => Step(writer, step));
    });

    private static void Step(Utf8JsonWriter writer, RolloutStep step)
    {
        writer.WriteNumber("number", step.Number);
        writer.WriteString("phase", Spelling.Of(step.Phase));
        writer.WriteString("title", step.Title);
        writer.WriteString("onFailure", Spelling.Of(step.OnFailure));
        writer.WriteString("advice", step.Advice);
        writer.Strings("hosts", step.Hosts);
        writer.Objects("lines", step.Lines, line => Line(writer, line));
    }

    private static void Line(Utf8JsonWriter writer, StepLine line)
    {
        writer.WriteString("word", Spelling.Of(line.Word));
        writer.WriteString("about", line.About);
        writer.WriteString("when", Spelling.Of(line.When));
        writer.WriteString("kind", line.Instruction.Kind);
        writer.WriteString("host", line.Host);
        if (line.Instruction is Gate gate)
            writer.WriteNumber("timeoutSeconds", gate.Seconds);
        writer.Strings("arguments", line.Instruction.Arguments);
    }
}
