using System.Text.RegularExpressions;
using Generator.Tests.Support;

namespace Generator.Tests.Architecture;

/// <summary>No line is longer than 150 columns, the limit in .editorconfig.</summary>
public sealed partial class LineLengthTests
{
    private const int Most = 150;

    private static readonly string[] Folders = ["src", "templates", "tests/Generator.Tests", "tests/lab"];

    [Fact]
    public void No_line_is_too_long() => Assert.Empty(
        from path in Folders.SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories))
        let file = Path.GetRelativePath(Repository.Root, path)
        where !Other().IsMatch(file)
        from line in File.ReadLines(path).Select((text, index) => (text.Length, Number: index + 1))
        where line.Length > Most
        select $"{file}:{line.Number}: {line.Length} columns");

    // Built files, lock files and tables are written by programs. A paragraph of a page is one line, and so are a phrase and a host in a topology.
    [GeneratedRegex(@"/(bin|obj|__pycache__)/|\.(md|tsv|json|svg)$|^templates/(topology\.yaml|languages/.*)$")]
    private static partial Regex Other();
}
