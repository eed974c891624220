using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Output.Bundles.Faults;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Output.Bundles;

/// <summary>
/// Checks a bundle: its digests first, then the output in it, then its payload. Files that can be generated from the others are generated
/// again and compared.
/// </summary>
internal static class BundleCheck
{
    internal static Outcome<ReadBundle> Digests(ReadBundle read) =>
        Outcome.Of(read, Paths(read).Concat(Missing(read)).DefaultIfNone(() => Differences(read)));

    internal static Outcome<CheckedBundle> Contents(ReadBundle read, Delivery delivery)
    {
        var wanted = WantedFile.Of(delivery);
        var carried = read.Files.Where(file => file.Key.StartsWith(BundlePath.Payload, StringComparison.Ordinal))
            .Select(file => (file.Key, File: Carried(file.Key, file.Value, wanted)))
            .ToArray();
        var payload = new Payload(
            [.. carried.Select(file => file.File).OfType<CarriedFile>()],
            [
                .. read.Files.Where(file => file.Key.StartsWith(BundlePath.Packages, StringComparison.Ordinal))
                    .Select(file => Package(file.Key, file.Value)),
            ],
            [.. wanted.Where(file => !carried.Any(other => other.File is { } known && IsAt(known.Path, file))).Select(file => file.Path).Distinct()]);
        var revision = BundlePlanText.RevisionOf(TextOf(read, BundlePath.Plan)) ?? "";
        return Outcome.Of(
            new CheckedBundle(
                delivery.Cluster,
                revision,
                payload,
                read.Texts.Files[BundlePath.Sums].Content,
                Bytes(read, BundlePath.Signature),
                Bytes(read, BundlePath.Signers)),
            carried.Where(file => file.File is null).Select(file => ContentsDiffer.At(file.Key, "the output in this bundle does not need this file"))
                .Concat(Modes(read, payload))
                .Concat(Plan(read, delivery, BundlePlanText.Of(delivery.Cluster, revision, delivery.NamesSigners, payload))));
    }

    private static IEnumerable<Diagnostic> Paths(ReadBundle read) =>
        BundlePath.Faults(read.Top, [.. read.Files.Keys]).Select(fault => NotABundle.At(fault.Path, $"the path {fault.Fault}"))
            .Concat(read.Files.Keys.Where(path => !IsKnown(path)).Select(path => NotABundle.At(path, "a bundle does not contain such a file")));

    private static bool IsKnown(string path) =>
        path is BundlePath.Sums or BundlePath.Signature or BundlePath.Plan or BundlePath.Install or BundlePath.Page
        || path.StartsWith(BundlePath.Out, StringComparison.Ordinal)
        || path.StartsWith(BundlePath.Payload, StringComparison.Ordinal)
        || (path.StartsWith(BundlePath.Packages, StringComparison.Ordinal)
            && Foundation.Values.Grammar.PackageFile.IsMatch(path[BundlePath.Packages.Length..]));

    private static IEnumerable<Diagnostic> Missing(ReadBundle read) =>
        new[] { BundlePath.Sums, BundlePath.Plan, BundlePath.Install }
            .Where(path => !read.Files.ContainsKey(path))
            .Select(path => NotABundle.At(path, "this file is missing, so this is not a bundle"));

    private static IEnumerable<Diagnostic> Differences(ReadBundle read)
    {
        var text = TextOf(read, BundlePath.Sums);
        var files = read.Files.Where(file => file.Key is not (BundlePath.Sums or BundlePath.Signature))
            .Select(file => (Path: file.Key, file.Value.Sha256))
            .ToArray();
        if (text == Bundle.SumsOf(files))
            yield break;
        var listed = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
        var changed = files.Where(file => !listed.Remove($"{file.Sha256}  {file.Path}")).Select(file => file.Path).ToArray();
        foreach (var path in changed)
            yield return BundledFileChanged.At(path, $"{BundlePath.Sums} does not list this file with these bytes");
        foreach (var path in listed.Select(line => line.Split("  ", 2)[^1]).Except(changed))
            yield return BundledFileChanged.At(path, $"{BundlePath.Sums} lists this file, but it is missing");
        if (changed.Length == 0 && listed.Count == 0)
            yield return BundledFileChanged.At(BundlePath.Sums, "its order or format is not what haplane writes");
    }

    private static CarriedFile? Carried(string path, ReadFile file, ImmutableArray<WantedFile> wanted) =>
        wanted.FirstOrDefault(candidate => candidate.Sha256 == file.Sha256 && IsAt(path, candidate)) is { } found
            ? new CarriedFile(path, file.Sha256, file.Size, found.Version, found.IsExecutable, "")
            : null;

    // payload/ROLE/MACHINE/PATH
    private static bool IsAt(string path, WantedFile wanted) =>
        path[BundlePath.Payload.Length..].Split('/', 3) is [var group, var machine, var rest]
            && group == wanted.Group
            && ElfMachine.IsName(machine)
            && $"/{rest}" == wanted.Path;

    private static CarriedFile Package(string path, ReadFile file) =>
        new(path, file.Sha256, file.Size, PackageName.VersionOf(path[BundlePath.Packages.Length..]), IsExecutable: false, "");

    private static IEnumerable<Diagnostic> Modes(ReadBundle read, Payload payload)
    {
        var programs = payload.Files.Where(file => file.IsExecutable).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return read.Files
            .Where(file => file.Value.IsExecutable != IsProgram(file.Key, programs))
            .Select(file => NotABundle.At(file.Key, $"its mode is {(file.Value.IsExecutable ? "0755" : "0644")}, "
                + "expected the other mode for this file"));
    }

    private static bool IsProgram(string path, HashSet<string> programs) =>
        path == BundlePath.Install
        || programs.Contains(path)
        || (path.StartsWith(BundlePath.Out, StringComparison.Ordinal) && Bundle.IsProgram(path));

    private static IEnumerable<Diagnostic> Plan(ReadBundle read, Delivery delivery, string expected)
    {
        if (read.Top != BundlePath.TopOf(delivery.Cluster))
            yield return ContentsDiffer.At(BundlePath.Plan, $"the top folder is {read.Top}, but the output is for the cluster {delivery.Cluster}");
        if (TextOf(read, BundlePath.Plan) != expected)
            yield return ContentsDiffer.At(BundlePath.Plan, "it does not match the contents of this bundle");
        if (read.Files.ContainsKey(BundlePath.Signers) != delivery.NamesSigners)
            yield return ContentsDiffer.At(BundlePath.Signers, "this file does not match the topology of the output");
    }

    private static string TextOf(ReadBundle read, string path) => Encoding.UTF8.GetString(read.Texts.Files[path].Content.Span);

    private static ReadOnlyMemory<byte>? Bytes(ReadBundle read, string path) => read.Texts.Files.GetValueOrDefault(path)?.Content;

    private static IEnumerable<Diagnostic> DefaultIfNone(this IEnumerable<Diagnostic> found, Func<IEnumerable<Diagnostic>> otherwise)
    {
        var faults = found.ToArray();
        return faults.Length > 0 ? faults : otherwise();
    }
}
