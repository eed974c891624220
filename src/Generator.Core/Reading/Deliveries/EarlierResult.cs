using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries.Faults;

namespace Generator.Core.Reading.Deliveries;

/// <summary>An output that a build replaces, or that former/ keeps: the state of the hosts, or their possible state.</summary>
/// <param name="Delivery">Its contents.</param>
/// <param name="Files">The files that describe it, by their names in it.</param>
public sealed record EarlierResult(Delivery Delivery, FileTree Files);

/// <summary>What a build knows about the hosts.</summary>
/// <param name="Current">The output that is replaced.</param>
/// <param name="Former">The output that this one leads away from, until the operator marks the rollout as done; null if there is none.</param>
public sealed record EarlierResults(EarlierResult Current, EarlierResult? Former)
{
    /// <summary>The folder in an output for the one that it leads away from.</summary>
    public const string Folder = "former/";

    /// <summary>Whether a file of an output is needed to know the state of the hosts.</summary>
    public static bool Needs(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return EarlierReader.Names.Contains(path) || path == ResultDigests.Name || path.StartsWith(Folder, StringComparison.Ordinal);
    }

    /// <summary>The same after the rollout: the hosts match the current output.</summary>
    public EarlierResults Done() => this with { Former = null };
}

/// <summary>Reads the state of the hosts from an output. Its other files may be missing or changed: they are written again.</summary>
internal static class EarlierReader
{
    /// <summary>The files that describe the state of the hosts.</summary>
    internal static readonly string[] Names = ["manifest.json", "topology.yaml"];

    internal static Outcome<EarlierResults> Read(FileTree tree)
    {
        var isLed = tree.Files.Keys.Concat(Listed(tree)).Any(path => path.StartsWith(EarlierResults.Folder, StringComparison.Ordinal));
        string[] needed = [.. Names, .. isLed ? Names.Select(name => EarlierResults.Folder + name) : []];
        if (needed.Prepend(ResultDigests.Name).FirstOrDefault(name => !tree.Files.ContainsKey(name)) is { } missing)
            return Refused($"{missing} is missing", missing);
        if (ResultDigests.FirstChanged(tree, needed) is { } changed)
            return Refused($"{changed} was changed after the build", changed);
        return Of(tree, "").Then(current => isLed
            ? Of(tree, EarlierResults.Folder).Then(former => Outcome.Of(new EarlierResults(current, former), []))
            : Outcome.Of(new EarlierResults(current, null), []));
    }

    private static IEnumerable<string> Listed(FileTree tree) =>
        tree.Files.TryGetValue(ResultDigests.Name, out var sums) ? ResultDigests.Listed(sums.Content.Span) : [];

    private static Outcome<EarlierResult> Of(FileTree tree, string folder)
    {
        var files = new FileTree(
            Names.Aggregate(FileTree.Empty.Files, (all, name) => all.Add(name, tree.Files[folder + name] with { IsExecutable = false })));
        var read = DeliveryReader.ReadProved(files);
        return read.Result is { } delivery
            ? Outcome.Of(new EarlierResult(delivery, files), [])
            : Outcome.Of<EarlierResult>(
                null,
                [EarlierUnreadable.In(folder + Names[0], $"{folder}{Names[0]} or {folder}{Names[1]} is not of the form that this release writes")]);
    }

    private static Outcome<EarlierResults> Refused(string message, string file) =>
        Outcome.Of<EarlierResults>(null, [EarlierUnreadable.In(file, message)]);
}
