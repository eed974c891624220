using System.Collections.Immutable;

namespace Generator.Core.Reading.Originals;

/// <summary>A path on a host with its links followed (path_resolution(7)).</summary>
/// <param name="Real">Where it leads.</param>
/// <param name="Links">The links on the way, in order.</param>
/// <param name="IsLink">Whether the path itself is a link, and not only a folder in it.</param>
internal sealed record LinkedPath(string Real, ImmutableArray<InventoryEntry> Links, bool IsLink)
{
    // Linux itself follows no more.
    private const int MostLinks = 40;

    // These lead elsewhere on a merged /usr, on every host of the distribution.
    private static readonly string[] LinksOfTheDistribution =
    [
        "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/var/run", "/var/lock", "/var/mail",
    ];

    /// <summary>Whether every host of the distribution has the link.</summary>
    internal static bool IsOfTheDistribution(string path) => LinksOfTheDistribution.Contains(path);

    internal static LinkedPath Of(HostCapture capture, string path)
    {
        var links = ImmutableArray.CreateBuilder<InventoryEntry>();
        var isLink = false;
        for (var end = EndOfPart(path, 0); end > 0 && links.Count < MostLinks; end = EndOfPart(path, end))
        {
            if (capture.Inventory.GetValueOrDefault(path[..end]) is not { Target: { } target } link)
                continue;
            links.Add(link);
            isLink |= end == path.Length;
            path = HostPath.Resolve("/", HostPath.Resolve(path[..end], target) + path[end..]);
            end = 0;
        }

        return new LinkedPath(path, links.ToImmutable(), isLink);
    }

    // Where the part of the path behind an offset ends; 0 where there is none.
    private static int EndOfPart(string path, int start)
    {
        if (start >= path.Length || path[0] != '/')
            return 0;
        var slash = path.IndexOf('/', start + 1);
        return slash < 0 ? path.Length : slash;
    }
}
