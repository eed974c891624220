using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Values;

namespace Generator.Core.Rules.Captures;

/// <summary>ORG012.</summary>
internal static class CapturedFileNotListed
{
    internal static readonly Rule Rule = new(
        "ORG012",
        Severity.Error,
        "a captured file that capture.json does not list as a file",
        "Mode, owner and digest stand in capture.json; a file without them was put here by hand, and no host may have it.",
        "take the file away, or capture the host again",
        Example.With().Changing("k8s-master1/capture.json", "/root/.kube/config\"", "/root/.kube/config.old\""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        let problem = Problem(installation.Capture.Inventory.GetValueOrDefault(file.Key)?.Type)
        where problem is not null
        select new Finding(Location.StartOf(file.Value), $"{file.Key} of {installation.Capture.Host} was captured, and capture.json {problem}");

    private static string? Problem(EntryType? listed) => listed switch
    {
        EntryType.File => null,
        EntryType.Dir => "lists it as a directory",
        EntryType.Link => "lists it as a link",
        _ => "does not list it",
    };
}
