namespace Generator.Core.Reading.Originals;

/// <summary>Where systemd looks for units (systemd.unit(5), unit load path), and which of two with one name it uses.</summary>
internal static class UnitPath
{
    /// <summary>The folders, in the order in which one overrides the next.</summary>
    internal static readonly string[] Folders =
    [
        "/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient", "/etc/systemd/system", "/run/systemd/system",
        "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
    ];

    /// <summary>Whether systemd would load the file as a service: a copy next to it, or one in another folder, is not loaded.</summary>
    internal static bool IsService(string path) =>
        path.EndsWith(".service", StringComparison.Ordinal) && Array.IndexOf(Folders, HostPath.FolderOf(path)) >= 0;

    /// <summary>Whether it is the name of a template, which does not run itself.</summary>
    internal static bool IsTemplate(string name) => name.Contains("@.", StringComparison.Ordinal);

    /// <summary>The template of an instance; the name itself for any other unit.</summary>
    internal static string TemplateOf(string name)
    {
        var (at, dot) = (name.IndexOf('@', StringComparison.Ordinal), name.LastIndexOf('.'));
        return at > 0 && dot > at ? name[..(at + 1)] + name[dot..] : name;
    }
}
