using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Releases;

internal static class FlagsNotKnown
{
    internal static readonly Rule Rule = new(
        "REL003",
        Severity.Note,
        "flags of this release are not checked",
        "The table of flags covers a range of releases. haplane copies a flag outside it as it is, and checks neither its name nor its value.",
        "compare the flags with the output of \"kube-apiserver --help\" and of the other components' --help on the source master",
        Example.With(kubernetes: "v1.15.12").Running("v1.15.12"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        var release = cluster.Topology.Kubernetes;
        if (cluster.Installations.Values.All(installation => installation.Components.IsEmpty))
            yield break;
        if (release.Value.Minor is < FlagTable.FirstMinor or > FlagTable.LastMinor)
        {
            yield return new Finding(release.At, string.Create(
                CultureInfo.InvariantCulture,
                $"the names and values of flags are not checked for {release}: the table covers 1.{FlagTable.FirstMinor} to "
                    + $"1.{FlagTable.LastMinor}"));
        }
        else if (release.Value.Minor > FlagTable.LastWholeMinor && Unknown(cluster) is { Length: > 0 } unknown)
        {
            yield return new Finding(release.At, FormattableString.Invariant(
                $"not checked, because the table has every flag only up to 1.{FlagTable.LastWholeMinor}: {string.Join(", ", unknown)}"));
        }
    }

    private static string[] Unknown(Cluster cluster) =>
        [.. (from installation in cluster.Installations.Values
             from component in installation.Components
             let program = ComponentNames.Program(component.Kind)
             from flag in component.Flags
             where FlagTable.Find(program, flag.Name) is null
             select $"--{flag.Name} of {program}").Distinct()];
}
