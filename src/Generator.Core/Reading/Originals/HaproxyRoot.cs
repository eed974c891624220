using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The configuration of each haproxy of a host: the files and folders after -f of its unit, read one after the other (haproxy(1)).</summary>
internal static class HaproxyRoot
{
    /// <summary>The sections of every haproxy of a host that is not configured by haplane, one list for each process.</summary>
    internal static IEnumerable<ImmutableArray<HaproxySection>> On(HostCapture capture)
    {
        var started = Started(capture).ToArray();
        var isNamed = started.Any(files => files.Any(file => file.Path.EndsWith(HaproxyFront.Configuration, StringComparison.Ordinal)));
        return (isNamed ? started : [.. started, Default(capture)])
            .Where(files => !files.Any(WrittenByHaplane.Is))
            .Select(files => files.SelectMany(file => HaproxyFile.Parse(file)).ToImmutableArray());
    }

    private static SourceFile[] Default(HostCapture capture) => capture.Open(HaproxyFront.Configuration) is { } file ? [file] : [];

    private static IEnumerable<SourceFile[]> Started(HostCapture capture) =>
        from installed in InstalledUnit.Of(capture)
        let unit = installed is { File: { } file, IsMasked: false, IsTemplate: false } ? WholeUnit.Of(capture, installed.Name, file) : null
        let command = unit is null ? null : CommandLine.Of(unit, installed.Name, capture.View)
        where command is not null && HostPath.NameOf(command.Program.Text).StartsWith("haproxy", StringComparison.Ordinal)
        select Named(command).SelectMany(path => Files(capture, path)).ToArray();

    private static IEnumerable<string> Named(CommandLine command)
    {
        var words = command.Arguments.Select(word => word.ToString()).ToArray();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "-f" && i + 1 < words.Length)
                yield return words[++i];
            else if (words[i] == "--")
            {
                foreach (var word in words.Skip(i + 1))
                    yield return word;
                yield break;
            }
        }
    }

    // Of a folder haproxy reads the files that end in .cfg, by name.
    private static IEnumerable<SourceFile> Files(HostCapture capture, string path)
    {
        if (capture.Open(path) is { } file)
            return [file];
        var folder = capture.Real(path.TrimEnd('/'));
        return capture.In(folder)
            .Where(inside => inside.EndsWith(".cfg", StringComparison.Ordinal) && !HostPath.NameOf(inside).StartsWith('.'))
            .Select(capture.Open)
            .OfType<SourceFile>();
    }
}
