using Generator.Core.Foundation.Artefacts;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Planning.Plans;

/// <summary>Lines that an earlier rollout wrote where the captured file still shows the line before: such a line may also be replaced.</summary>
internal static class EarlierLines
{
    /// <summary>A host whose edits know the lines of an earlier rollout.</summary>
    /// <param name="before">The earlier hosts; the host itself, and the source master of its copies.</param>
    /// <param name="source">The name of the source master.</param>
    internal static HostPlan In(HostPlan host, Delivery before, string source)
    {
        var known = before.Of(host.Name)
            .Concat(host.Is(HostRole.NewMaster) ? before.Of(source) : [])
            .Where(file => file.Edits.Length > 0)
            .ToLookup(file => file.Path, StringComparer.Ordinal);
        return host with
        {
            Files = [
            .. host.Files.Select(file => file with { Edits =
                [.. file.Edits.Select(edit => edit with { Earlier = LineAt(known[file.Path], edit) })] }),
        ]
        };
    }

    private static string LineAt(IEnumerable<DeliveryFile> files, LineEdit edit) =>
        files.SelectMany(file => file.Edits).FirstOrDefault(was => was.Old == edit.Old && was.New != edit.New)?.New ?? "";
}
