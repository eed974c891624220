using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;

namespace Generator.Tests.Reports;

public class TextReportTests
{
    [Fact]
    public void The_caret_stands_under_the_fault_also_after_wide_characters_and_tabs()
    {
        var file = new SourceFile("t.yaml", Encoding.UTF8.GetBytes("# 中文\n\t节点: bad # x\n"));
        var start = Encoding.UTF8.GetByteCount("# 中文\n\t节点: ");
        var report = TextReport.Render([Diagnostic.Error("X", "m", new Location(file, new ByteSpan(start, start + 3)), "h")], "dir/");
        Assert.Equal("dir/t.yaml:2:6: error X: m\n  2 |     节点: bad # x\n    |           ^^^\n  hint: h\n\n", report);
    }

    [Fact]
    public void What_acts_on_a_terminal_is_not_printed()
    {
        var file = new SourceFile("t", Encoding.UTF8.GetBytes("a\u001b[31m\u202eb"));
        Assert.DoesNotContain(TextReport.Render([Diagnostic.Error("X", "m", Location.StartOf(file), "h")], ""), c => c is '\u001b' or '\u202e');
    }

    [Fact]
    public void Errors_come_first_each_severity_in_its_colour()
    {
        var file = new SourceFile("t.yaml", "a\nb\n"u8.ToArray());
        var error = Diagnostic.Error("E", "m", new Location(file, new ByteSpan(2, 3)), "h");
        var note = error with { Code = "N", Severity = Severity.Note, At = Location.StartOf(file) };
        var report = TextReport.Render([note, error], "", colour: true);
        Assert.StartsWith("\e[1mt.yaml:2:1\e[m: \e[31merror E\e[m: m\n  2 | b\n    | \e[31m^\e[m\n", report);
        Assert.Contains("\n\n\e[1mt.yaml:1:1\e[m: \e[36mnote N\e[m: m\n", report);
        Assert.StartsWith("t.yaml:2:1: error E: m (hint: h)\nt.yaml:1:1: note N:", LineReport.Render([note, error], ""));
    }

    [Theory]
    [InlineData("adress", "address")]
    [InlineData("naem", "name")]
    [InlineData("xyz", null)]
    public void The_nearest_word_is_suggested_and_a_distant_one_is_not(string written, string? expected) =>
        Assert.Equal(expected, Suggestion.Nearest(written, ["name", "address", "range", "addresses"]));
}
