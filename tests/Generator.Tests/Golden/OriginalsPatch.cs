using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Tests.Golden;

/// <summary>How the originals of a case differ from those that it shares, in the form of <see cref="OutputPatch"/>.</summary>
internal static class OriginalsPatch
{
    internal static ImmutableArray<SourceFile> Apply(ImmutableArray<SourceFile> shared, string patch) =>
        [
            .. FileDigests.Resolve(OutputPatch.Apply(Text(shared), patch))
                .Select(file => new SourceFile(file.Key, Encoding.Latin1.GetBytes(file.Value))),
        ];

    internal static string Between(ImmutableArray<SourceFile> shared, ImmutableArray<SourceFile> own) => OutputPatch.Between(Text(shared), Text(own));

    private static ImmutableSortedDictionary<string, string> Text(ImmutableArray<SourceFile> files) => FileDigests.Name(
        files.ToImmutableSortedDictionary(file => file.Path, file => Encoding.Latin1.GetString(file.Bytes.Span), StringComparer.Ordinal),
        files.Select(file => (file.Path, FileDigests.Of(file.Bytes.Span))));
}
