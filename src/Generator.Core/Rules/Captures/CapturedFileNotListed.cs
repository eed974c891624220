using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class CapturedFileNotListed
{
    internal static readonly Rule Rule = new(
        "ORG012",
        Severity.Error,
        "capture.json does not list a captured file as a file",
        "capture.json records mode, owner and digest. A file without an entry was added by hand and may not exist on any host.",
        "remove the file, or capture the host again",
        Example.With().Changing("k8s-master1/capture.json", "/root/.kube/config\"", "/root/.kube/config.old\""),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        let problem = Problem(installation.Capture.Inventory.GetValueOrDefault(file.Key)?.Type)
        where problem is not null
        select new Finding(Location.StartOf(file.Value), $"{file.Key} of {installation.Capture.Host} was captured, but capture.json {problem}");

    private static string? Problem(EntryType? listed) => listed switch
    {
        EntryType.File => null,
        EntryType.Dir => "lists it as a directory",
        EntryType.Link => "lists it as a link",
        _ => "does not list it",
    };
}
