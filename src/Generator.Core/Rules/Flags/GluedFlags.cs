using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class GluedFlags
{
    internal static readonly Rule Rule = new(
        "FLG004",
        Severity.Warning,
        "two flags are glued together",
        "Without a blank before a flag or a backslash, the flag becomes part of the value before it and is lost.",
        "add a blank between the two on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
            "--v=2 \\\n",
            "--v=2\\\n"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        from glued in component.Flags.Select(flag => Glued(flag.Value)).OfType<MappedText>()
        group glued by glued.Place into same
        where same.Key is not null
        select new Finding(same.Key, $"{Quoted.Text(same.First().Text)} is part of the value before it");

    // A value that contains a blank was quoted on purpose.
    private static MappedText? Glued(MappedText? value)
    {
        var at = value?.Chars.IndexOf("--", StringComparison.Ordinal) ?? -1;
        return value is not null && at >= 0 && value.Chars.IndexOf('=', at) > 0 && !value.Chars.Contains(' ', StringComparison.Ordinal)
            ? value.Slice(at, value.Chars.Length - at)
            : null;
    }
}
