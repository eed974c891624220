using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Bundles.Faults;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Output.Bundles;

/// <summary>A bundle before it becomes an archive: its files below one top folder.</summary>
/// <param name="Texts">The generated files, and the output.</param>
/// <param name="Carried">The files that are read while the archive is written.</param>
public sealed record Bundle(string Top, FileTree Texts, ImmutableArray<CarriedFile> Carried)
{
    /// <summary>The digests that are signed.</summary>
    public ReadOnlyMemory<byte> Sums => Texts.Files[BundlePath.Sums].Content;

    /// <summary>The SHA-256 of <see cref="Sums"/>: two people with the same value have the same bundle.</summary>
    public Sha256 Identity => Sha256.Of(Sums.Span);

    internal static Outcome<Bundle> LayOut(
        FileTree result, Delivery delivery, string revision, Payload payload, TreeFile install, ReadOnlyMemory<byte> page)
    {
        var texts = result.Files
            .ToImmutableSortedDictionary(
                file => BundlePath.Out + file.Key, file => file.Value with { IsExecutable = IsProgram(file.Key) }, StringComparer.Ordinal)
            .Add(BundlePath.Install, install)
            .Add(BundlePath.Page, new TreeFile(page, IsExecutable: false))
            .Add(BundlePath.Plan, Text(BundlePlanText.Of(delivery.Cluster, revision, delivery.NamesSigners, payload)));
        var digests = texts.Select(file => (Path: file.Key, Sha256: Sha256.Of(file.Value.Content.Span)))
            .Concat(payload.All.Select(file => (file.Path, file.Sha256)))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToArray();
        var top = BundlePath.TopOf(delivery.Cluster);
        var faults = BundlePath.Faults(top, [.. digests.Select(file => file.Path)]).Select(fault => UnfitName.OfPath(fault.Path, fault.Fault));
        return Outcome.Of(new Bundle(top, new FileTree(texts.Add(BundlePath.Sums, Text(SumsOf(digests)))), [.. payload.All]), faults);
    }

    /// <summary>The text of the digests, in the form for <c>sha256sum -c</c>.</summary>
    internal static string SumsOf(IEnumerable<(string Path, Sha256 Sha256)> files) =>
        string.Concat(files.Select(file => $"{file.Sha256}  {file.Path}\n"));

    /// <summary>Whether a file of the output is a program.</summary>
    internal static bool IsProgram(string path) => path.EndsWith(".sh", StringComparison.Ordinal);

    private static TreeFile Text(string text) => new(Encoding.UTF8.GetBytes(text), IsExecutable: false);
}
