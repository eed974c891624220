namespace Generator.Tests.Applying;

/// <summary>A bundle is applied as its result is, and what it brings does not come from the source.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly FakeHosts hosts = new();

    public void Dispose() => hosts.Dispose();

    [Fact]
    public void A_bundle_shows_what_its_result_shows()
    {
        hosts.Run("bundle out -o site.tar.gz", 0);
        var said = hosts.Run("apply site.tar.gz --dry-run", 2);
        Assert.Contains("signed by nobody", said);
        Assert.Contains("6 files change and 6 services start, reload, restart or stop on 6 hosts. Nothing was written anywhere.", said);
    }

    [Fact]
    public void A_bundle_that_is_not_what_was_built_reaches_nobody()
    {
        hosts.Run("bundle out -o site.tar.gz", 0);
        var file = Path.Combine(Path.GetDirectoryName(hosts.Out) ?? "/", "site.tar.gz");
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("refused; do not roll it out", hosts.Run("apply site.tar.gz --yes", 1));
        Assert.Empty(hosts.Calls);
    }

    [Theory]
    [InlineData("payload/secret")]
    [InlineData("payload/control-plane/any/../../../etc/passwd")]
    public void A_plan_of_another_form_is_refused(string file)
    {
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(hosts.Out) ?? "/", "bundle.plan"), $"payload\t-\t13\t-\t{file}\n");
        Assert.Contains($"holds \"{file}\", which is not of the form that haplane writes: unpack the bundle again", hosts.Run("apply out --yes", 64));
        Assert.Empty(hosts.Calls);
    }

    [Fact]
    public void What_it_brings_does_not_come_from_the_source()
    {
        var top = Path.GetDirectoryName(hosts.Out) ?? "/";
        Directory.CreateDirectory(Path.Combine(top, "payload/control-plane/any/data/application/kubernetes/ssl"));
        File.WriteAllText(Path.Combine(top, "payload/control-plane/any/data/application/kubernetes/ssl/ca-key.pem"), "brought along");
        File.WriteAllText(Path.Combine(top, "bundle.plan"), "haplane-bundle\t1\trunbook\t-\npayload\t-\t13\t-\tpayload/control-plane/any/data/application/kubernetes/ssl/ca-key.pem\n");
        var said = hosts.Run("apply out --yes", 0);
        Assert.Contains("  k8s-master2: 1 files come from the bundle\n", said);
        Assert.Contains("1 files out of a bundle", said);
        Assert.DoesNotContain("come from k8s-master1", said);
        Assert.DoesNotContain(hosts.Calls, call => call.Contains(" send ", StringComparison.Ordinal));
    }
}
