using Generator.Core.Artefacts;
using Generator.Core.Deliveries;

namespace Generator.Core.Planning;

/// <summary>What an earlier rollout has put where the captured file still shows the line before it: that line may be exchanged, too.</summary>
internal static class EarlierLines
{
    /// <summary>A host whose edits know what an earlier rollout has written.</summary>
    /// <param name="host">The host.</param>
    /// <param name="before">What was there; the host itself, and the source that its copies come from.</param>
    /// <param name="source">The name of the source.</param>
    internal static HostPlan In(HostPlan host, Delivery before, string source)
    {
        var known = before.Of(host.Name).Concat(host.Is(HostRole.NewMaster) ? before.Of(source) : []).Where(file => file.Edits.Length > 0).ToLookup(file => file.Path, StringComparer.Ordinal);
        return host with { Files = [.. host.Files.Select(file => file with { Edits = [.. file.Edits.Select(edit => edit with { Earlier = LineAt(known[file.Path], edit) })] })] };
    }

    private static string LineAt(IEnumerable<DeliveryFile> files, LineEdit edit) =>
        files.SelectMany(file => file.Edits).FirstOrDefault(was => was.Old == edit.Old && was.New != edit.New)?.New ?? "";
}
