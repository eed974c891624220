namespace Generator.Core.Reading.Originals;

/// <summary>Paths on a Linux host.</summary>
internal static class HostPath
{
    /// <summary>The folder of a path; empty for a file in the root.</summary>
    internal static string FolderOf(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    /// <summary>The last part of a path.</summary>
    internal static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The absolute path for a link or a kubeconfig at <paramref name="path"/>: relative to its folder.</summary>
    internal static string Resolve(string path, string target)
    {
        var parts = new List<string>();
        var full = target.StartsWith('/') ? target : $"{FolderOf(path)}/{target}";
        foreach (var part in full.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return "/" + string.Join('/', parts);
    }
}
