using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the family of a distribution from its os-release(5).</summary>
internal static class DistroFamily
{
    private static readonly string[] OfDebian = ["debian", "ubuntu"];
    private static readonly string[] OfRedHat = ["rhel", "centos", "fedora", "rocky", "almalinux", "ol", "anolis", "openEuler", "kylin"];

    /// <summary>The family; null for an unknown distribution.</summary>
    internal static Distro? Of(string id, string idLike)
    {
        string[] names = [id, .. idLike.Split(' ')];
        return names.Any(OfDebian.Contains) ? Distro.Debian : names.Any(OfRedHat.Contains) ? Distro.Rhel : null;
    }
}
