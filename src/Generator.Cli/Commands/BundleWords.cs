using Generator.Core.Output.Bundles;

namespace Generator.Cli.Commands;

/// <summary>Lists the content of a bundle, when it is written and when it is checked.</summary>
internal static class BundleWords
{
    private const int MostListed = 10;

    /// <summary>Writes what it carries, and what still comes from the source master.</summary>
    internal static void Contents(Payload payload, TextWriter output)
    {
        var carried = payload.All.ToArray();
        if (carried.Length > 0)
            output.WriteLine(
                $"carries: {payload.Files.Length} files and {payload.Packages.Length} packages, {Sizes.Of(carried.Sum(file => file.Size))}");
        var listed = string.Join(", ", payload.FromSource.Take(MostListed)) + (payload.FromSource.Length > MostListed ? " …" : "");
        output.WriteLine(
            "from the source master on site: "
                + $"{(payload.FromSource.IsEmpty ? "only secrets" : $"secrets, and {payload.FromSource.Length} files: {listed}")}");
    }
}
