using Generator.Tests.Tools;

namespace Generator.Tests.Bundles;

/// <summary>The page for the person who approves is in the bundle, covered by its digests, and in no one's way.</summary>
public sealed class BundledPageTests : IDisposable
{
    private readonly BundleFolder folder = new();

    private string Top => folder.Of("there/haplane-runbook");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_bundle_has_the_page_that_review_writes_from_it()
    {
        var bundle = Unpacked();
        var page = File.ReadAllText(Path.Combine(Top, "review.html"));
        Assert.Contains("Not known: the topology is not at hand", page);
        Assert.Equal((0, page, ""), BundleFolder.Run("review", bundle));
        Assert.Equal((0, page, ""), BundleFolder.Run("review", Path.Combine(Top, "out")));
    }

    [Fact]
    public void The_digests_cover_the_page()
    {
        var bundle = Unpacked();
        Assert.Contains("  review.html\n", File.ReadAllText(Path.Combine(Top, "SHA256SUMS")));
        Assert.Equal(0, BundleFolder.Run("bundle", "verify", bundle).Code);
        Assert.Equal(0, Install().Code);
        File.AppendAllText(Path.Combine(Top, "review.html"), " ");
        var (code, text) = Install();
        Assert.NotEqual(0, code);
        Assert.Contains("review.html is not what was built", text);
    }

    [Fact]
    public void An_unpacked_bundle_is_packed_again_to_the_same_bytes()
    {
        var bundle = Unpacked();
        Assert.Equal(0, BundleFolder.Run("bundle", Path.Combine(Top, "out"), "-o", folder.Of("b.tar.gz")).Code);
        Assert.Equal(File.ReadAllBytes(bundle), File.ReadAllBytes(folder.Of("b.tar.gz")));
    }

    private string Unpacked()
    {
        var bundle = folder.Bundle("a.tar.gz");
        Directory.CreateDirectory(folder.Of("there"));
        var (code, text) = Tool.Run("tar", "-C", folder.Of("there"), "-xzf", bundle);
        Assert.True(code == 0, text);
        return bundle;
    }

    private (int Code, string Text) Install() => Tool.Run("sh", Path.Combine(Top, "install.sh"), "verify");
}
