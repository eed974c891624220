using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace Generator.Core.Layouts;

/// <summary>What stands beside ansible/site.yml and is the same for every cluster: the tasks, and how hosts are reached.</summary>
internal static class AnsibleTasks
{
    private const string Folder = "ansible/";

    /// <summary>Every file, by its path in <c>out/</c>.</summary>
    internal static ImmutableArray<(string Path, ReadOnlyMemory<byte> Bytes)> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => (name, Read(name)))];

    private static ReadOnlyMemory<byte> Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException(name);
        using var reader = new System.IO.StreamReader(stream);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd());
    }
}
