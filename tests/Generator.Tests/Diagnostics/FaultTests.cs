using Generator.Core;
using Generator.Core.Reporting.Reports;
using Generator.Core.Rules;
using Generator.Tests.Support;

namespace Generator.Tests.Diagnostics;

public class FaultTests
{
    public static TheoryData<string> CodesWithExample => [.. FaultList.All.Where(fault => fault.Example is not null).Select(fault => fault.Code)];

    [Theory]
    [MemberData(nameof(CodesWithExample))]
    public void The_example_raises_its_code_and_no_other(string code)
    {
        var page = Catalogue.Find(code) ?? throw new InvalidDataException(code);
        var (bad, good) = (page.Bad ?? throw new InvalidDataException(code), page.Good ?? throw new InvalidDataException(code));
        Assert.NotEqual(good.Topology, bad.Topology);
        Assert.Equal([code], Compiler.Compile(bad.Input(Starter.Unchanged.Originals)).Findings.Select(finding => finding.Code).Distinct());
    }

    [Fact]
    public void Sentences_have_no_final_stop()
    {
        Assert.All(FaultList.All, fault => Assert.False(fault.Hint.EndsWith('.') || fault.Title.EndsWith('.'), fault.Code));
        Assert.All(FaultList.All, fault => Assert.EndsWith(".", fault.Why));
    }
}
