using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Deliveries.Faults;
using Generator.Core.Reading.Model;
using Generator.Core.Rollout;

namespace Generator.Core.Reading.Deliveries;

/// <summary>Reads a finished <c>out/</c>: first it proves the digests, then it reads the manifest and the resolved topology.</summary>
internal static class DeliveryReader
{
    private const string Plan = "rollout.plan";
    private const string Manifest = "manifest.json";
    private const string TopologyName = "topology.yaml";
    private const string Version = "haplane.manifest/v1";

    internal static Outcome<Delivery> Read(FileTree tree)
    {
        if (new[] { Manifest, TopologyName, ResultDigests.Name }.FirstOrDefault(name => !tree.Files.ContainsKey(name)) is { } missing)
            return Outcome.Of<Delivery>(null, [NotAnOutput.Without(missing)]);
        if (ResultDigests.FirstChanged(tree) is { } changed)
            return Outcome.Of<Delivery>(null, [OutputChanged.In(changed)]);
        return ReadProved(tree);
    }

    /// <summary>Reads files whose digests are proved.</summary>
    internal static Outcome<Delivery> ReadProved(FileTree tree)
    {
        var topology = new SourceFile(TopologyName, tree.Files[TopologyName].Content);
        return YamlReader.Read(topology, YamlLimits.Written)
            .Then(documents => TopologyBinder.Bind(documents).Then(bound => Read(tree, bound, documents)));
    }

    private static Outcome<Delivery> Read(FileTree tree, Topology topology, YamlDocuments written)
    {
        try
        {
            using var manifest = JsonDocument.Parse(tree.Files[Manifest].Content);
            var root = manifest.RootElement;
            return Text(root, "apiVersion") == Version
                ? Outcome.Of(
                    new Delivery(
                        topology,
                        [.. List(root, "hosts").Select(Host)],
                        [.. List(root, "artefacts").Select(file => File(file, tree))])
                    {
                        Written =
                            (MappingNode)written.Roots[0],
                        Tree = tree,
                        Plan = PlanIn(tree),
                        Failures = FailuresIn.Of(root),
                    },
                    [])
                : Outcome.Of<Delivery>(null, [OtherOutputForm.In(Manifest)]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // A member is missing or of another kind than the form says.
            return Outcome.Of<Delivery>(null, [OtherOutputForm.In(Manifest)]);
        }
    }

    // An older release wrote another form, which no longer runs; its hosts and files can still be read.
    private static RolloutPlan? PlanIn(FileTree tree)
    {
        if (!tree.Files.TryGetValue(Plan, out var plan))
            return null;
        try
        {
            return RolloutPlanText.Read(Encoding.UTF8.GetString(plan.Content.Span));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static DeliveryHost Host(JsonElement host) => new(
        Text(host, "name"),
        Text(host, "address"),
        Text(host, "nodeName"),
        [.. List(host, "roles").Select(role => role.GetString() ?? "")],
        [.. List(host, "units").Select(unit => new DeliveryUnit(Text(unit, "unit"), Text(unit, "group")))]);

    private static DeliveryFile File(JsonElement file, FileTree tree)
    {
        var (host, path) = (Text(file, "host"), Text(file, "path"));
        return new DeliveryFile(
            host,
            path,
            ClassName.Parse(Text(file, "class")) ?? throw new FormatException("an unknown class"),
            Text(file, "mode"),
            Text(file, "owner"),
            Text(file, "sha256"),
            Text(file, "target"),
            [.. List(file, "edits").Select(edit => new LineEdit(Text(edit, "old"), Text(edit, "new"), edit.GetProperty("count").GetInt32()))],
            [.. List(file, "affects").Select(unit => new AffectedUnit(Text(unit, "unit"), Text(unit, "action")))],
            tree.Files.GetValueOrDefault($"hosts/{host}{path}")?.Content)
        {
            Group = Text(file, "group"),
            Version = Text(file, "version"),
        };
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static ImmutableArray<JsonElement> List(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? [.. value.EnumerateArray()] : [];
}
