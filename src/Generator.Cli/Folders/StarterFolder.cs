using System.Reflection;

namespace Generator.Cli.Folders;

/// <summary>The starter folder that is embedded in the program: the runbook's cluster.</summary>
internal static class StarterFolder
{
    private const string Prefix = "starter/";

    /// <summary>Its files by relative path.</summary>
    internal static IReadOnlyDictionary<string, byte[]> Files { get; } = Assembly.GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    private static byte[] Read(string name)
    {
        using var content = new MemoryStream();
        using (var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name))
            stream?.CopyTo(content);
        return content.ToArray();
    }
}
