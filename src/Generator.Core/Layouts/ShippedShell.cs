using System.Reflection;
using System.Text;

namespace Generator.Core.Layouts;

/// <summary>The shell that goes to the hosts: written in parts, joined in the order of their names.</summary>
internal static class ShippedShell
{
    private const string Folder = "shell/";

    /// <summary>The one program that changes a host.</summary>
    internal static (string Path, TreeFile File) HostEngine { get; } = ("bin/host-engine.sh", Joined("host-engine"));

    private static TreeFile Joined(string program)
    {
        var home = Assembly.GetExecutingAssembly();
        var text = new StringBuilder();
        foreach (var part in home.GetManifestResourceNames().Where(name => name.StartsWith($"{Folder}{program}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = home.GetManifestResourceStream(part) ?? throw new InvalidOperationException(part);
            using var reader = new System.IO.StreamReader(stream);
            text.Append(reader.ReadToEnd());
        }

        return new TreeFile(Encoding.UTF8.GetBytes(text.ToString()), IsExecutable: true);
    }
}
