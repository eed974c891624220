using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Layouts;

/// <summary>SHA256SUMS over every other file of <c>out/</c>, in the form that <c>sha256sum -c</c> reads (sha256sum(1)).</summary>
internal static class Checksums
{
    internal const string Name = "SHA256SUMS";

    internal static ReadOnlyMemory<byte> Of(ImmutableSortedDictionary<string, TreeFile> files) =>
        Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{Sha256.Of(file.Value.Content.Span)}  {file.Key}\n")));
}
