namespace Generator.Tests.Bundles;

/// <summary>Who has signed a bundle, with real keys.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly BundleFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_is_named_by_its_fingerprint_and_by_the_file_that_pins_it()
    {
        var (key, other) = (folder.Key("one"), folder.Key("two"));
        var file = folder.Bundle("a.tar.gz", "--sign", key);
        Assert.Contains("signed by the key SHA256:", Verified(file).Output);
        File.WriteAllText(folder.Of("signers"), $"# us\n{BundleFolder.Signer("anna@example.org,*@ops.example.org", key)}");
        Assert.Contains("signed by anna@example.org\n", Verified(file, "--signers", folder.Of("signers")).Output);
        File.WriteAllText(folder.Of("signers"), BundleFolder.Signer("ben@example.org", other));
        Refused($"the signer is not listed in {folder.Of("signers")}", file, "--signers", folder.Of("signers"));
        Refused("the bundle is unsigned, but allowed signers are configured", folder.Bundle("b.tar.gz"), "--signers", folder.Of("signers"));
    }

    [Fact]
    public void The_public_key_is_enough_where_an_agent_holds_the_other_half()
    {
        // ssh-keygen takes the private key beside a public one where no agent has it.
        var key = folder.Key("one");
        Assert.Equal(0, Verified(folder.Bundle("a.tar.gz", "--sign", $"{key}.pub")).Code);
    }

    [Fact]
    public void Where_the_topology_names_signers_one_of_them_has_to_sign()
    {
        var (key, other) = (folder.Key("one"), folder.Key("two"));
        folder.Append("\nsigners: may-sign\n");
        File.WriteAllText(Path.Combine(folder.Cluster, "may-sign"), BundleFolder.Signer("anna@example.org", key));
        folder.Build();
        Assert.True(File.Exists(Path.Combine(folder.Cluster, "out", "signers.allowed")));

        var unsigned = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"));
        Assert.Equal(64, unsigned.Code);
        Assert.Contains("pass --sign KEY", unsigned.Error);
        var foreign = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--sign", other);
        Assert.Equal(1, foreign.Code);
        Assert.Contains("BND004", foreign.Error);
        Assert.False(File.Exists(folder.Of("a.tar.gz")));

        var file = folder.Bundle("a.tar.gz", "--sign", key);
        Assert.Contains(
            "signed by anna@example.org (according to the bundle itself; check against your own list with --signers FILE)", Verified(file).Output);
        File.WriteAllText(folder.Of("signers"), BundleFolder.Signer("ben@example.org", other));
        Refused($"the signer is not listed in {folder.Of("signers")}", file, "--signers", folder.Of("signers"));
    }

    [Fact]
    public void A_signature_of_other_digests_is_refused()
    {
        var key = folder.Key("one");
        var entries = HostileArchive.Read(folder.Bundle("a.tar.gz", "--sign", key));
        var others = HostileArchive.Read(folder.Bundle("b.tar.gz", "--payload", folder.Payload()));
        var signature = entries.Single(entry => entry.Name.EndsWith("SHA256SUMS.sig", StringComparison.Ordinal));
        HostileArchive.Write(folder.Of("c.tar.gz"), [.. others.Append(signature).OrderBy(entry => entry.Name, StringComparer.Ordinal)]);
        Refused("the signature does not belong to this bundle", folder.Of("c.tar.gz"));
    }

    private static (int Code, string Output, string Error) Verified(params string[] args) => BundleFolder.Run(["bundle", "verify", .. args]);

    private static void Refused(string expected, params string[] args)
    {
        var (code, output, error) = Verified(args);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(expected, error);
        Assert.Contains("refused; do not roll it out", error);
    }
}
