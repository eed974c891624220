using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Capturing;

/// <summary>Two captures of one site: what changed there is told, and nothing else.</summary>
public class CaptureChangeTests
{
    private static readonly ImmutableArray<SourceFile> Example = Case.Example.Originals();

    [Fact]
    public void The_same_capture_has_no_change()
    {
        var change = Capture.Compare(Example, [.. Example.Reverse()]);
        Assert.True(change.IsEmpty);
        Assert.Equal("Nothing changed on the captured hosts.\n", CaptureChangeText.Render(change));
    }

    [Fact]
    public void A_host_that_came_or_went_is_told_by_name()
    {
        var change = Capture.Compare(
            [.. Example.Where(file => !file.Path.StartsWith("originals/k8s-node2/", StringComparison.Ordinal))],
            [.. Example.Where(file => !file.Path.StartsWith("originals/k8s-node1/", StringComparison.Ordinal))]);
        Assert.Equal(["k8s-node2"], change.Added);
        Assert.Equal(["k8s-node1"], change.Removed);
        Assert.Empty(change.Hosts);
    }

    [Fact]
    public void A_changed_text_shows_its_lines()
    {
        const string Path = "originals/k8s-node1/data/application/kubernetes/cfg/kubelet.conf";
        var text = CaptureChangeText.Render(
            Capture.Compare(Example, Changed(Path, text => text.Replace("--v=2", "--v=4", StringComparison.Ordinal))));
        Assert.Contains("  ~ /data/application/kubernetes/cfg/kubelet.conf\n", text, StringComparison.Ordinal);
        Assert.Contains("\n      ---v=2", text.Replace(" \\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("1 host changed, 1 difference; 0 added, 0 removed.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_capture_json_says_otherwise_is_told_by_key()
    {
        const string Path = "originals/k8s-node1/capture.json";
        var change = Capture.Compare(Example, Changed(Path, text => text
            .Replace("\"0600\"", "\"0640\"", StringComparison.Ordinal)
            .Replace("x86_64", "aarch64", StringComparison.Ordinal)
            .Replace("v1.20.4", "v1.20.5", StringComparison.Ordinal)));
        var host = Assert.Single(change.Hosts);
        Assert.Contains(
            host.Things, thing => thing.Name == "k8s-node1" && thing.Details.Contains(new CapturedDetail("architecture", "x86_64", "aarch64")));
        Assert.Contains(
            host.Things,
            thing => thing.Name.EndsWith("bin/kubelet", StringComparison.Ordinal)
                && thing.Details.Contains(new CapturedDetail("version", "v1.20.4", "v1.20.5")));
        Assert.Contains(host.Things, thing => thing.Details.Contains(new CapturedDetail("mode", "0600", "0640")));
    }

    [Fact]
    public void Files_that_came_and_went_and_units_are_told()
    {
        var change = Capture.Compare(
            [Json(
                """[{"path": "/a", "type": "file"}, {"path": "/b", "type": "link", "target": "/x"}]""",
                """[{"name": "kubelet.service", "active": "active"}]""")],
            [Json(
                """[{"path": "/c", "type": "file"}, {"path": "/b", "type": "link", "target": "/y"}]""",
                """[{"name": "kubelet.service", "active": "failed"}]""")]);
        Assert.Equal(
            [("/a", CapturedThingState.Removed), ("/b", CapturedThingState.Changed), ("/c", CapturedThingState.Added), (
                "kubelet.service", CapturedThingState.Changed)],
            Assert.Single(change.Hosts).Things.Select(thing => (thing.Name, thing.State)));
        Assert.Contains("target: /x → /y", CaptureChangeText.Render(change), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_host_says_moves_no_cursor()
    {
        var change = Capture.Compare([Json("[]", "[]")], [Json("""[{"path": "/a\u001b[2J\u202e", "type": "file"}]""", "[]")]);
        Assert.DoesNotContain(CaptureChangeText.Render(change), c => char.IsControl(c) && c != '\n');
    }

    private static SourceFile Json(string files, string units) =>
        new(
            "originals/h/capture.json",
            Encoding.UTF8.GetBytes($$"""{"apiVersion": "haplane.capture/v1", "host": "h", "files": {{files}}, "units": {{units}}}"""));

    private static ImmutableArray<SourceFile> Changed(string path, Func<string, string> change) =>
        [.. Example.Select(file => file.Path == path ? new SourceFile(path, Encoding.UTF8.GetBytes(change(file.Text))) : file)];
}
