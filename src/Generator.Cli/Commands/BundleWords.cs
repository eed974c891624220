using Generator.Core.Bundles;

namespace Generator.Cli.Commands;

/// <summary>What is said of a bundle's contents, when it is written and when it is checked.</summary>
internal static class BundleWords
{
    private const int MostListed = 10;

    /// <summary>Says what it carries, and what comes from the source still.</summary>
    internal static void Contents(Payload payload, TextWriter output)
    {
        var carried = payload.All.ToArray();
        if (carried.Length > 0)
            output.WriteLine($"carries: {payload.Files.Length} files and {payload.Packages.Length} packages, {Sizes.Of(carried.Sum(file => file.Size))}");
        output.WriteLine(payload.FromSource.IsEmpty
            ? "from the source on site: secrets, and nothing else"
            : $"from the source on site: secrets, and {payload.FromSource.Length} files: {string.Join(", ", payload.FromSource.Take(MostListed))}{(payload.FromSource.Length > MostListed ? " …" : "")}");
    }
}
