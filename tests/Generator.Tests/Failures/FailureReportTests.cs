using Generator.Core;
using Generator.Core.Reading.Failures;
using Generator.Core.Reporting.Changes;
using Generator.Tests.Support;

namespace Generator.Tests.Failures;

/// <summary>The table in an output, and what a change makes worse in it.</summary>
public class FailureReportTests
{
    [Fact]
    public void The_page_shows_what_the_manifest_has()
    {
        var tree = Case.Of(Case.ExampleName).Output;
        var table = Compiler.Read(tree).Whole().Failures;
        Assert.NotNull(table);
        Assert.Equal("192.168.3.201:6443", table.Endpoint);
        Assert.Equal(["lb1"], table.Carriers);
        var page = System.Text.Encoding.UTF8.GetString(tree.Files["README.md"].Content.Span);
        Assert.All(
            FailureSummary.Of(table, path => $"`{path}`"),
            row => Assert.Contains(
                $"| {row.Hosts} | {row.Api} | {row.Etcd} | {row.Controllers} | {row.Dark} | {row.Pods} |\n", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_what_becomes_worse_is_a_warning()
    {
        var (good, stale) = (FailureTable.Of(Shapes.Moving), FailureTable.Of(Shapes.Stale));
        Assert.Empty(FailureOutlook.Of(good, good));
        Assert.Empty(FailureOutlook.Of(null, stale));
        Assert.Empty(FailureOutlook.Of(stale, good with { Rows = [.. good.Rows.Where(row => row.Hosts.Length == 1)] }));
        Assert.Equal(
            ["new with this change: if m1 dies, no controller-manager or no scheduler can lead, 3 more clients reach no kube-apiserver"],
            FailureOutlook.Of(good, stale));
    }

    [Fact]
    public void A_new_host_or_pair_that_takes_the_api_is_a_warning()
    {
        Assert.Equal(
            ["new with this change: if lb1 dies, clients lose the API"],
            FailureOutlook.Of(FailureTable.Of(Shapes.Moving with { Hosts = ["m1", "m2", "m3", "w1", "w2"] }), FailureTable.Of(Shapes.Runbook))
                .Where(line => line.Contains("lb1", StringComparison.Ordinal)));
        Assert.Equal(
            ["new with this change: if m1 and m2, or m1 and m3, or m2 and m3 die together, etcd loses its quorum, clients lose the API"],
            FailureOutlook.Of(FailureTable.Of(Shapes.Unknown), FailureTable.Of(Shapes.Moving)));
    }
}
