using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>What a report becomes in the folder.</summary>
public class CaptureLayoutTests
{
    [Theory]
    [InlineData("k8s-master1")]
    [InlineData("k8s-node1")]
    [InlineData("k8s-node2")]
    public void The_example_reported_and_laid_out_is_the_example(string host)
    {
        var tree = Capture.LayOut([Census.OfExample(host)], []);
        var expected = Case.Example.Input.Originals.Where(file => file.Path.StartsWith($"originals/{host}/", StringComparison.Ordinal)).ToArray();
        Assert.Equal(expected.Select(file => file.Path).Order(StringComparer.Ordinal), tree.Files.Keys);
        Assert.All(expected, file => Assert.Equal(file.Text, Encoding.UTF8.GetString(tree.Files[file.Path].Content.Span)));
    }

    [Fact]
    public void What_is_laid_out_is_read_as_it_was_reported() =>
        Reports.Any.Sample(report =>
        {
            var capture = CaptureOf(Capture.LayOut([new CapturedHost("m1", null, report)], []), "m1");
            Assert.Equal(report.Entries.Select(entry => entry.Path), capture.Inventory.Keys);
            Assert.Equal(report.NotTaken, capture.NotTaken.Select(file => new NotTaken(file.Key, file.Value)));
            Assert.All(report.Entries, entry =>
            {
                var seen = capture.Inventory[entry.Path];
                Assert.Equal((entry.Type, entry.Sha256, entry.Size, entry.Target), (seen.Type, seen.Sha256, seen.Size, seen.Target));
                Assert.Equal((entry.PublicKeySha256, entry.Subject, entry.Version), (seen.PublicKeySha256, seen.Subject, seen.Version));
                Assert.Equal(entry.Mode ?? seen.Mode, seen.Mode);
            });
        });

    [Fact]
    public void Secrets_without_a_digest_name_the_first_that_is_the_same()
    {
        var tree = Capture.LayOut([Host("m2", "a", "b"), Host("m1", "a", "c"), Host("m3", "b", "a")], []);
        Assert.Equal([null, null], Same(tree, "m1"));
        Assert.Equal(["m1:/etc/0", null], Same(tree, "m2"));
        Assert.Equal(["m2:/etc/1", "m1:/etc/0"], Same(tree, "m3"));
    }

    [Fact]
    public void A_host_that_is_captured_alone_keeps_what_is_known_of_the_others()
    {
        var whole = Capture.LayOut([Host("m1", "a"), Host("m2", "a")], []);
        var alone = Capture.LayOut([Host("m2", "another key")], Census.Originals(whole));
        Assert.Equal(["m1:/etc/0"], Same(alone, "m2"));
        var first = Capture.LayOut([Host("m1", "another key")], Census.Originals(whole));
        Assert.Equal([null], Same(first, "m1"));
        var both = Capture.LayOut([Host("m1", "x"), Host("m2", "y")], Census.Originals(whole));
        Assert.Equal([null], Same(both, "m2"));
        var longer = Host("m2", "z");
        longer = longer with { Report = longer.Report with { Entries = [longer.Report.Entries[0] with { Size = 85 }] } };
        Assert.Equal([null], Same(Capture.LayOut([longer], Census.Originals(whole)), "m2"));
    }

    private static CapturedHost Host(string name, params string[] secrets)
    {
        var records = secrets.SelectMany(
            (secret, i) => new[] { $"entry\tfile\t/etc/{i}\t0600\troot:root\t84\t-", $"tag\t/etc/{i}\t{Sha256.Of(Encoding.UTF8.GetBytes(secret))}" });
        return new CapturedHost(name, null, Census.Read(Census.With([.. records])).Whole());
    }

    private static IEnumerable<string?> Same(FileTree tree, string host) =>
        CaptureOf(tree, host).Inventory.Values.Select(entry => entry.SameAs?.ToString());

    private static HostCapture CaptureOf(FileTree tree, string host)
    {
        var folder = $"originals/{host}";
        var files = tree.Files.Where(file => file.Key.StartsWith(folder + "/", StringComparison.Ordinal))
            .ToImmutableSortedDictionary(
                file => file.Key[folder.Length..], file => new SourceFile(file.Key, file.Value.Content), StringComparer.Ordinal);
        var read = CaptureReader.Read(host, files);
        Assert.Empty(read.Findings);
        return read.Result ?? throw new InvalidOperationException("no capture");
    }
}
