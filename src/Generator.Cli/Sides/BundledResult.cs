using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Bundles;

namespace Generator.Cli.Sides;

/// <summary>The result that is to be bundled.</summary>
/// <param name="Tree">Its files.</param>
/// <param name="Revision">The commit that it stands at; empty where that is not known.</param>
/// <param name="Originals">The files that were captured; none where only the result was named.</param>
internal sealed record BundledResult(FileTree Tree, string Revision, ImmutableArray<OfferedFile> Originals)
{
    /// <summary>An <c>out/</c> as it lies there.</summary>
    internal static BundledResult Of(OutDirectory directory, string path) => new(directory.Read(), GitCommit.Of(path, "."), []);

    /// <summary>What a folder has just been compiled to, which is also what lies in its <c>out/</c>.</summary>
    internal static BundledResult Of(InputFolder folder, InputSet input, FileTree tree) => new(
        tree,
        GitCommit.Of(folder.Folder, [folder.TopologyName, .. new[] { "originals", "out", input.Signers?.Path }.OfType<string>().Where(name => Path.Exists(Path.Combine(folder.Folder, name)))]),
        [.. input.Originals.Select(original => OfferedFile.Of(original) with { Path = Path.Combine(folder.Folder, original.Path) })]);
}
