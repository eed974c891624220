using System.Collections.Immutable;
using System.Text;

namespace Generator.Core.Output.Layouts;

/// <summary>The files next to ansible/site.yml that are the same for every cluster.</summary>
internal static class AnsibleTasks
{
    private const string Folder = "ansible/";

    /// <summary>Every file, by its path in <c>out/</c>.</summary>
    internal static ImmutableArray<(string Path, ReadOnlyMemory<byte> Bytes)> All { get; } =
        [
            .. EmbeddedText.NamesBelow(Folder)
                .Order(StringComparer.Ordinal)
                .Select(name => (name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(EmbeddedText.Read(name)))),
        ];
}
