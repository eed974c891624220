using System.Text.RegularExpressions;

namespace Generator.Core.Output.Bundles;

/// <summary>Reads the file name of a package: NAME_VERSION_ARCHITECTURE.deb, NAME-VERSION-RELEASE.ARCHITECTURE.rpm.</summary>
internal static partial class PackageName
{
    /// <summary>The version; empty if the name has another form.</summary>
    internal static string VersionOf(string name)
    {
        var match = name.EndsWith(".deb", StringComparison.Ordinal) ? Debian.Match(name) : RedHat.Match(name);
        // apt encodes the colon of an epoch like this.
        var version = match.Groups[1].Value.Replace("%3a", ":", StringComparison.OrdinalIgnoreCase);
        return Foundation.Values.Grammar.Release.IsMatch(version) ? version : "";
    }

    [GeneratedRegex(@"\A[^_]+_([^_]+)_[^_]+\.deb\z")]
    private static partial Regex Debian { get; }

    [GeneratedRegex(@"\A.+?-([0-9][^-]*-[^-]+)\.[^.-]+\.rpm\z")]
    private static partial Regex RedHat { get; }
}
