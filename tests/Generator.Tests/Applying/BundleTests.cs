using Generator.Tests.Support;

namespace Generator.Tests.Applying;

/// <summary>A bundle is applied as its output is, and what it brings does not come from the source.</summary>
public sealed class BundleTests : IDisposable
{
    private const string Ca = "/data/application/kubernetes/ssl/ca.pem";
    private readonly FakeHosts hosts = new();

    public void Dispose() => hosts.Dispose();

    [Fact]
    public void A_bundle_shows_what_its_output_shows()
    {
        hosts.Run("bundle out -o site.tar.gz", 0);
        var said = hosts.Run("apply site.tar.gz --dry-run", 2);
        Assert.Contains(", unsigned\n", said);
        Assert.Contains("6 files change and 6 services start, reload, restart or stop on 6 hosts. Nothing was written anywhere.", said);
    }

    [Fact]
    public void A_bundle_that_was_changed_reaches_no_host()
    {
        hosts.Run("bundle out -o site.tar.gz", 0);
        var file = Path.Combine(Path.GetDirectoryName(hosts.Out) ?? "/", "site.tar.gz");
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("refused; do not roll it out", hosts.Run("apply site.tar.gz --yes", 1));
        Assert.Empty(hosts.Calls);
    }

    [Fact]
    public void A_bundle_plan_next_to_the_output_is_not_used()
    {
        const string Brought = "payload/control-plane/any/data/application/kubernetes/ssl/ca-key.pem";
        Write(Brought, "brought along");
        Write("bundle.plan", $"haplane-bundle\t1\trunbook\t-\npayload\t-\t13\t-\t{Brought}\n");
        var said = hosts.Run("apply out --yes", 0);
        Assert.Contains("  k8s-master2: 1 files come from k8s-master1\n", said);
        Assert.DoesNotContain("the bundle", said);
        Assert.DoesNotContain("out of a bundle", said);
    }

    [Fact]
    public void What_it_brings_does_not_come_from_the_source()
    {
        // A payload file is compared with every file of that name.
        foreach (var file in new[] { Ca, "/data/application/etcd/ssl/ca.pem" })
            Write($"payload{file}", Starter.Unchanged.Originals.Single(original => original.Path == $"originals/k8s-master1{file}").Text);
        hosts.Run("bundle out -o site.tar.gz --payload payload", 0);
        hosts.Say("k8s-master2.says.missing", $"path\t{Ca}\n");
        var said = hosts.Run("apply site.tar.gz --yes", 0);
        Assert.Contains("  k8s-master2: 1 files come from the bundle\n", said);
        Assert.Contains("1 files out of a bundle", said);
        Assert.DoesNotContain("come from k8s-master1", said);
        Assert.DoesNotContain(hosts.Calls, call => call.Contains(" send ", StringComparison.Ordinal));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(Path.GetDirectoryName(hosts.Out) ?? "/", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "/");
        File.WriteAllText(path, text);
    }
}
