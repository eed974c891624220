using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules;

/// <summary>The values of the flag files and units of a cluster as they are written, for rules about their spelling.</summary>
/// <param name="Start">Where the value starts in it.</param>
/// <param name="Chars">The value's characters, one for each byte.</param>
internal sealed record FlagText(SourceFile File, int Start, string Chars)
{
    /// <summary>A part of the value as a place in its file.</summary>
    internal Location At(int start, int end) => new(File, new ByteSpan(Start + start, Start + end));

    /// <summary>Every value of every unit and flag file that a component reads.</summary>
    internal static IEnumerable<FlagText> Of(Cluster cluster) =>
        from file in FilesOf(cluster).Select(file => (file, tree: EnvironmentFile.Parse(file).Tree))
            .Concat(Units(cluster).Select(file => (file, tree: UnitFile.Parse(file).Tree)))
        from value in file.tree.Values
        select new FlagText(file.file, value.Start, ByteText.Of(file.file.Bytes.Span[value.Start..value.End]));

    /// <summary>Every flag file that a component reads.</summary>
    internal static IEnumerable<SourceFile> FilesOf(Cluster cluster) =>
        cluster.Installations.Values.SelectMany(installation => installation.FlagFiles).Distinct();

    private static IEnumerable<SourceFile> Units(Cluster cluster) =>
        cluster.Installations.Values.SelectMany(installation => installation.UnitFiles).Distinct();
}
