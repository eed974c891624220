using System.Collections.Immutable;
using Generator.Core.Planning;

namespace Generator.Core.Emit;

/// <summary>Every kind of artefact. A kind that is not in this list is not written, and a test says so.</summary>
internal static class Emission
{
    internal static ImmutableArray<ArtefactKind> Kinds { get; } =
    [
        FromOriginals.Kind,
        NginxConfiguration.Kind,
        SeparateNginxUnit.Kind,
    ];

    internal static ArtefactSet Emit(ClusterPlan plan)
    {
        var hosts = plan.Hosts.ToDictionary(host => host.Name, StringComparer.Ordinal);
        var order = plan.Hosts.Select((host, index) => (host.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        var artefacts = Kinds
            .SelectMany(kind => kind.Emit(plan))
            .Select(artefact => artefact with { ExpectedBefore = hosts[artefact.Host].Expects(artefact.Path) })
            .OrderBy(artefact => order[artefact.Host])
            .ThenBy(artefact => artefact.Path, StringComparer.Ordinal);
        return new ArtefactSet(plan, [.. artefacts]);
    }
}
