using System.Text.RegularExpressions;
using Generator.Cli;
using Generator.Core.Reading.Binding;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Golden;
using Generator.Tests.Support;

namespace Generator.Tests.Reports;

/// <summary>The keys as a page: what the binder reads, in the words of the schema and of the messages.</summary>
public partial class KeyReferenceTests
{
    [Fact]
    public void The_page_of_the_guide_is_the_one_that_is_printed() =>
        GoldenFiles.Compare(Repository.Path("templates", "guide", "keys.md"), Said(0, "schema", "--markdown"));

    [Fact]
    public void Every_key_has_one_row_with_its_value()
    {
        Assert.Equal(Count(TopologyKeys.All, []), Rows().Count(KeyReference.OfTopology()));
        Assert.Equal(Count(CaptureKeys.All, []), Rows().Count(Said(0, "schema", "capture", "--markdown")));
    }

    [Fact]
    public void A_format_for_programs_has_no_page() =>
        Assert.Contains("--markdown is for topology and capture", Said(ExitCode.Misuse, "schema", "diff", "--markdown"));

    // A section that occurs again has its keys once.
    private static int Count(Section section, HashSet<Section> seen) => !seen.Add(section)
        ? 0
        : section.Keys.Sum(key => 1 + (key switch
        {
            SectionKey one => Count(one.Section, seen),
            SectionListKey list => Count(list.Item, seen),
            _ => 0,
        }));

    private static string Said(int code, params string[] arguments)
    {
        using var said = new StringWriter();
        Assert.Equal(code, Program.Run(arguments, said, said));
        return said.ToString();
    }

    [GeneratedRegex(@"^\| `[A-Za-z0-9.\[\]]+` \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
