using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Emit;

/// <summary>Makes every artefact of a cluster: the files from originals, which the plan has decided, and those of every kind.</summary>
internal static class Emission
{
    private const string Absent = "absent";

    internal static ImmutableArray<ArtefactKind> Kinds { get; } = [.. ArtefactKindList.All.OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    /// <summary>Whether a file that haplane has written stays when its host leaves.</summary>
    internal static bool Stays(string path) => Kinds.Any(kind => kind.Stays.Contains(path));

    internal static ArtefactSet Emit(ClusterPlan plan)
    {
        var order = plan.Hosts.Index().ToDictionary(pair => pair.Item.Name, pair => pair.Index, StringComparer.Ordinal);
        var artefacts = plan.Hosts
            .SelectMany(host => host.Files.Select(file => file with { ExpectedBefore = host.Expects(file.Path) }))
            .Concat(Kinds.SelectMany(kind => kind.Files(plan).Select(file => Rendered(kind, plan, file.Host, file.View))))
            .OrderBy(artefact => order[artefact.Host])
            .ThenBy(artefact => artefact.Path, StringComparer.Ordinal);
        return new ArtefactSet(plan, [.. artefacts]);
    }

    private static Artefact Rendered(ArtefactKind kind, ClusterPlan plan, HostPlan host, object view)
    {
        var (path, content) = (kind.Path(host), Encoding.UTF8.GetBytes(Templates.Render(kind.Template, view)));
        var at = plan.Balancer?.At ?? plan.Resolved.Cluster.At;
        return new Artefact(host.Name, path, FileClass.Rendered, kind.Mode, kind.Owner, $"template {kind.Template}", at)
        {
            Group = kind.Group,
            Units = kind.LoadedBy(host) is { } unit ? [unit] : [],
            Load = kind.Load(host),
            Content = content,
            Known = content,
            Sha256 = Sha256.Of(content),
            ExpectedBefore = ExpectedBefore(kind, host, path),
            Why = kind.Why,
        };
    }

    private static string ExpectedBefore(ArtefactKind kind, HostPlan host, string path)
    {
        if (host.Capture is not { } capture)
            return kind.MayReplace(host) ? "distribution" : Absent;
        var isOurs = capture.Open(path) is { } file && WrittenByHaplane.Is(file);
        return isOurs || kind.MayReplace(host) ? capture.Seen(path)?.Sha256?.Text ?? Absent : Absent;
    }
}
