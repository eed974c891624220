using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class MarkBeforeVariable
{
    internal static readonly Rule Rule = new(
        "FLG041",
        Severity.Error,
        "a byte order mark is read as text",
        "systemd reads the mark as part of the first variable's name, and the flags in it are lost. In a certificate or a token file it hides the "
            + "first entry.",
        "save the file as UTF-8 without a byte order mark on the host (sed -i '1s/^\\xEF\\xBB\\xBF//' FILE), and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "KUBE_SCHEDULER_OPTS=", "\uFEFFKUBE_SCHEDULER_OPTS="),
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf", "KUBE_SCHEDULER_OPTS=", "\uFEFF# flags\nKUBE_SCHEDULER_OPTS="),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Installations.Values.SelectMany(installation => Flags(installation).Concat(Others(installation)));

    private static IEnumerable<Finding> Flags(Installation installation) =>
        from file in installation.FlagFiles
        where EnvironmentFile.Parse(file).HasMarkedName
        select new Finding(Location.StartOf(file), "the file starts with a byte order mark, which is part of the first variable's name");

    // Go looks for "-----BEGIN" at the start of a line, and uses the first column of a table as it is.
    private static IEnumerable<Finding> Others(Installation installation) =>
        from entry in installation.Closure
        let file = entry.Content
        where file is not null && ByteOrderMark.LengthIn(file.Bytes.Span) > 0
        let isPem = file.Bytes.Span.IndexOf("-----BEGIN "u8) is 3
        where isPem || entry.HoldsOnlySecrets
        select new Finding(
            Location.StartOf(file),
            $"the file starts with a byte order mark, which hides the first {(isPem ? "certificate or key" : "secret")} in it");
}
