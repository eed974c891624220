using System.Collections.Immutable;
using System.Text;

namespace Generator.Core.Layouts;

/// <summary>What stands beside ansible/site.yml and is the same for every cluster: the tasks, and how hosts are reached.</summary>
internal static class AnsibleTasks
{
    private const string Folder = "ansible/";

    /// <summary>Every file, by its path in <c>out/</c>.</summary>
    internal static ImmutableArray<(string Path, ReadOnlyMemory<byte> Bytes)> All { get; } =
        [.. EmbeddedText.NamesBelow(Folder).Order(StringComparer.Ordinal).Select(name => (name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(EmbeddedText.Read(name))))];
}
