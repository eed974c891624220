using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace Generator.Core.Layouts;

/// <summary>The shell that goes to the hosts: written in parts, joined in the order of their names.</summary>
internal static class ShippedShell
{
    private const string Folder = "shell/";

    // The one program that changes a host, and the one that has it do so host by host.
    private static readonly string[] Programs = ["host-engine", "rollout"];

    /// <summary>Every program, below <c>bin/</c>.</summary>
    internal static ImmutableArray<(string Path, TreeFile File)> All { get; } = [.. Programs.Select(program => ($"bin/{program}.sh", Joined(program)))];

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
