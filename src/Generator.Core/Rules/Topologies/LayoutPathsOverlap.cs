using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class LayoutPathsOverlap
{
    internal static readonly Rule Rule = new(
        "TOP008",
        Severity.Error,
        "two paths of the layout overlap",
        "haplane copies the plug-in folder whole. Below or above the root it would also copy certificates, keys and state.",
        "write a separate folder for each",
        Example.With(more: "").WithLayout("{root: /data/application/kubernetes, cni: /data/application/kubernetes/cni}"),
        Example.With(more: "").WithLayout("{root: /data/application/kubernetes, cni: /opt/cni}"),
        Check);

    private static Example WithLayout(this Example example, string layout) =>
        new(example.Topology.Replace("layout: {root: /data/application/kubernetes}", $"layout: {layout}", StringComparison.Ordinal));

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var layout = cluster.Topology.Layout;
        Located<AbsolutePath>[] others = [layout.Root, layout.Units];
        return others
            .Where(other => Overlap(layout.Cni.Value.Text, other.Value.Text))
            .Select(other => new Finding(layout.Cni.At, $"cni {layout.Cni} overlaps with {other}"));
    }

    private static bool Overlap(string a, string b) =>
        $"{a}/".StartsWith($"{b}/", StringComparison.Ordinal) || $"{b}/".StartsWith($"{a}/", StringComparison.Ordinal);
}
