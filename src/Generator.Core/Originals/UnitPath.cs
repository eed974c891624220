namespace Generator.Core.Originals;

/// <summary>Where systemd looks for units (systemd.unit(5), unit load path), and which of two of one name it takes.</summary>
internal static class UnitPath
{
    private static readonly string[] Folders = ["/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>Whether systemd would load the file as a service: a copy beside it, or one in another folder, is none.</summary>
    internal static bool IsService(string path) => path.EndsWith(".service", StringComparison.Ordinal) && Rank(path) >= 0;

    /// <summary>The place of a unit's folder in that order: of two units of one name the lower counts; -1 for a folder that systemd does not read.</summary>
    internal static int Rank(string path) => Array.IndexOf(Folders, HostPath.FolderOf(path));
}
