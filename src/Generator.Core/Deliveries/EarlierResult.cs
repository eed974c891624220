using Generator.Core.Deliveries.Faults;
using Generator.Core.Diagnostics;

namespace Generator.Core.Deliveries;

/// <summary>A result that a build replaces, or that former/ keeps: what the hosts have, or may have.</summary>
/// <param name="Delivery">What it says.</param>
/// <param name="Files">The files that say it, by their names in it.</param>
public sealed record EarlierResult(Delivery Delivery, FileTree Files);

/// <summary>What a build knows of the hosts.</summary>
/// <param name="Current">The result that is replaced.</param>
/// <param name="Former">The result that this one leads away from, until the operator says that it is done; null where it leads away from none.</param>
public sealed record EarlierResults(EarlierResult Current, EarlierResult? Former)
{
    /// <summary>Where a result keeps the one that it leads away from.</summary>
    public const string Folder = "former/";

    /// <summary>Whether a file of a result is needed to know what the hosts have.</summary>
    public static bool Needs(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return EarlierReader.Names.Contains(path) || path == ResultDigests.Name || path.StartsWith(Folder, StringComparison.Ordinal);
    }

    /// <summary>The same when the rollout is done: the hosts have what the current result says.</summary>
    public EarlierResults Done() => this with { Former = null };
}

/// <summary>Reads what a result says of the hosts. Its other files may be missing or changed: they are written anew.</summary>
internal static class EarlierReader
{
    /// <summary>The files that say what the hosts have.</summary>
    internal static readonly string[] Names = ["manifest.json", "topology.yaml"];

    internal static Outcome<EarlierResults> Read(FileTree tree)
    {
        var isLed = tree.Files.Keys.Concat(Listed(tree)).Any(path => path.StartsWith(EarlierResults.Folder, StringComparison.Ordinal));
        string[] needed = [.. Names, .. isLed ? Names.Select(name => EarlierResults.Folder + name) : []];
        if (needed.Prepend(ResultDigests.Name).FirstOrDefault(name => !tree.Files.ContainsKey(name)) is { } missing)
            return Refused($"{missing} is missing", missing);
        if (ResultDigests.FirstChanged(tree, needed) is { } changed)
            return Refused($"{changed} is not the file that was built", changed);
        return Of(tree, "").Then(current => isLed ? Of(tree, EarlierResults.Folder).Then(former => Outcome.Of(new EarlierResults(current, former), [])) : Outcome.Of(new EarlierResults(current, null), []));
    }

    private static IEnumerable<string> Listed(FileTree tree) =>
        tree.Files.TryGetValue(ResultDigests.Name, out var sums) ? ResultDigests.Listed(sums.Content.Span) : [];

    private static Outcome<EarlierResult> Of(FileTree tree, string folder)
    {
        var files = new FileTree(Names.Aggregate(FileTree.Empty.Files, (all, name) => all.Add(name, tree.Files[folder + name] with { IsExecutable = false })));
        var read = DeliveryReader.ReadProved(files);
        return read.Result is { } delivery
            ? Outcome.Of(new EarlierResult(delivery, files), [])
            : Outcome.Of<EarlierResult>(null, [EarlierUnreadable.In(folder + Names[0], $"{folder}{Names[0]} or {folder}{Names[1]} is not of the form that this release writes")]);
    }

    private static Outcome<EarlierResults> Refused(string message, string file) => Outcome.Of<EarlierResults>(null, [EarlierUnreadable.In(file, message)]);
}
