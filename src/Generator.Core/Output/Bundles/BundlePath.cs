using System.Text;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Bundles;

/// <summary>The paths of a bundle, relative to its one top folder.</summary>
public static class BundlePath
{
    /// <summary>The digests of every file except the signature.</summary>
    public const string Sums = "SHA256SUMS";

    /// <summary>The signature of the digests.</summary>
    public const string Signature = "SHA256SUMS.sig";

    /// <summary>The output.</summary>
    public const string Out = "out/";

    /// <summary>The allowed signers file in the output.</summary>
    public const string Signers = "out/signers.allowed";

    /// <summary>The page for the person who approves.</summary>
    public const string Page = "review.html";

    internal const string Plan = "bundle.plan";
    internal const string Install = "install.sh";
    internal const string Payload = "payload/";
    internal const string Packages = "packages/";

    // A ustar header has room for a name of 100 bytes and a folder of 155 before it (pax(1), ustar interchange format).
    private const int MostName = 100;
    private const int MostFolder = 155;

    /// <summary>The name of the top folder.</summary>
    public static string TopOf(string cluster) => $"haplane-{cluster}";

    /// <summary>Whether a file is a text of the bundle that is read into memory; payload files are not.</summary>
    public static bool IsText(string path) =>
        !path.StartsWith(Payload, StringComparison.Ordinal) && !path.StartsWith(Packages, StringComparison.Ordinal);

    /// <summary>The path on a host of a carried file: payload/ROLE/MACHINE, then that path.</summary>
    public static string OnHost(string path) =>
        path.Split('/', 4) is [_, _, _, var rest] ? $"/{rest}" : throw new ArgumentException("a path below payload/ is expected", nameof(path));

    /// <summary>The reasons why paths cannot be in one archive, each with its path.</summary>
    /// <param name="top">The top folder.</param>
    /// <param name="paths">The paths below it, in order.</param>
    internal static IEnumerable<(string Path, string Fault)> Faults(string top, IReadOnlyCollection<string> paths)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = paths.SelectMany(Folders).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            if (!IsPlain(path))
                yield return (path, "is not a plain relative path");
            else if (!Fits($"{top}/{path}"))
                yield return (path, "is too long for an archive that every tar can unpack: a name of 100 bytes, below folders of 155");
            else if (!seen.Add(path))
                yield return (path, "equals another path, or differs from it only in upper and lower case");
            else if (folders.Contains(path))
                yield return (path, "is a file and a folder at once");
        }
    }

    private static bool IsPlain(string path) => Grammar.BundlePath.IsMatch(path) && !path.Split('/').Any(part => part is "." or "..");

    private static bool Fits(string path)
    {
        var bytes = Encoding.UTF8.GetByteCount(path);
        return bytes <= MostName || Enumerable.Range(1, path.Length - 2).Any(at => path[at] == '/' && at <= MostFolder && bytes - at - 1 <= MostName);
    }

    private static IEnumerable<string> Folders(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
    }
}
