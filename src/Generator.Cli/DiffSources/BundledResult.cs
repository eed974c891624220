using System.Collections.Immutable;
using Generator.Cli.Folders;
using Generator.Core;
using Generator.Core.Output.Bundles;

namespace Generator.Cli.DiffSources;

/// <summary>The output to be bundled.</summary>
/// <param name="Revision">The commit of the files; empty if it is not known.</param>
/// <param name="Originals">The captured files; none if only the output was named.</param>
internal sealed record BundledResult(FileTree Tree, string Revision, ImmutableArray<OfferedFile> Originals)
{
    /// <summary>An existing <c>out/</c>.</summary>
    internal static BundledResult Of(OutDirectory directory, string path) => new(directory.Read(), GitCommit.Of(path, "."), []);

    /// <summary>The output of a folder, which was just compiled and equals the files in its <c>out/</c>.</summary>
    internal static BundledResult Of(InputFolder folder, InputSet input, FileTree tree) => new(
        tree,
        GitCommit.Of(
            folder.Folder,
            [
                folder.TopologyName,
                .. new[] { "originals", "out", input.Signers?.Path }
                    .OfType<string>()
                    .Where(name => Path.Exists(Path.Combine(folder.Folder, name))),
            ]),
        [.. input.Originals.Select(original => OfferedFile.Of(original) with { Path = Path.Combine(folder.Folder, original.Path) })]);
}
