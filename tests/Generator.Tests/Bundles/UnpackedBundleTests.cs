using System.Text;
using Generator.Cli;
using Generator.Cli.Archives;
using Generator.Cli.Signatures;

namespace Generator.Tests.Bundles;

/// <summary>What is unpacked is what was proved, and who must have signed it.</summary>
public sealed class UnpackedBundleTests : IDisposable
{
    private readonly BundleFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Another_archive_that_is_moved_to_its_path_is_not_unpacked()
    {
        var (file, other) = TwoBundles();
        using var error = new ActsOnce(", unsigned", () => File.Move(other, file, overwrite: true));
        using var unpacked = UnpackedBundle.Of(file, error);
        Assert.True(error.HasActed);
        Assert.True(File.Exists(Path.Combine(unpacked?.Result ?? "", "README.md")));
        Assert.False(HasPayload(unpacked));
        using var moved = UnpackedBundle.Of(file, error);
        Assert.True(HasPayload(moved));
    }

    [Fact]
    public void An_archive_that_is_overwritten_in_place_is_refused()
    {
        var (file, other) = TwoBundles();
        var before = Scratch();
        using var error = new ActsOnce(", unsigned", () => File.WriteAllBytes(file, File.ReadAllBytes(other)));
        Assert.Contains("has changed while it was read", Assert.Throws<MisuseException>(() => UnpackedBundle.Of(file, error)).Message);
        Assert.True(error.HasActed);
        Assert.DoesNotContain(Scratch().Except(before), path => File.Exists(Path.Combine(path, "haplane-runbook", "out", "README.md")));
    }

    [Fact]
    public void A_payload_is_offered_by_its_path_on_a_host()
    {
        using var error = new StringWriter();
        using var unpacked = UnpackedBundle.Of(folder.Bundle("a.tar.gz", "--payload", folder.Payload()), error)
            ?? throw new InvalidDataException(error.ToString());
        Assert.Contains("/usr/bin/kubectl", unpacked.Payload.Keys);
        Assert.Equal(BundleFolder.Program("kubectl"), File.ReadAllBytes(unpacked.Payload["/usr/bin/kubectl"]));
        Assert.All(unpacked.Payload, file => Assert.EndsWith(file.Key, file.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_signers_are_configured_one_of_them_has_to_sign()
    {
        var (key, other) = (folder.Key("one"), folder.Key("two"));
        var (unsigned, signed) = (folder.Bundle("a.tar.gz"), folder.Bundle("b.tar.gz", "--sign", key));
        File.WriteAllText(folder.Of("signers"), BundleFolder.Signer("anna@example.org", key));
        File.WriteAllText(folder.Of("others"), BundleFolder.Signer("ben@example.org", other));
        Assert.Contains("signed by anna@example.org\n", Said(signed, "signers", isTaken: true));
        Assert.Contains("the bundle is unsigned, but allowed signers are configured", Said(unsigned, "signers", isTaken: false));
        Assert.Contains($"the signer is not listed in {folder.Of("others")}", Said(signed, "others", isTaken: false));
    }

    [Fact]
    public void The_option_goes_before_the_file_of_the_machine()
    {
        File.WriteAllText(folder.Of("passed"), "passed");
        File.WriteAllText(folder.Of("machine"), "machine");
        Assert.Equal("passed", Text(AllowedSigners.Find(folder.Of("passed"), folder.Of("machine"))));
        Assert.Equal("machine", Text(AllowedSigners.Find(null, folder.Of("machine"))));
        Assert.Null(AllowedSigners.Find(null, folder.Of("none")));
        Assert.Throws<MisuseException>(() => AllowedSigners.Find(folder.Of("none"), folder.Of("machine")));
        // A folder at that path must not look like a machine without signers.
        Directory.CreateDirectory(folder.Of("folder"));
        Assert.Throws<MisuseException>(() => AllowedSigners.Find(null, folder.Of("folder")));
    }

    private static string Text(AllowedSigners? signers) => Encoding.UTF8.GetString((signers ?? throw new InvalidDataException()).Content.Span);

    private static string[] Scratch() => Directory.GetDirectories(Path.GetTempPath(), "haplane-*");

    private string Said(string file, string signers, bool isTaken)
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var unpacked = UnpackedBundle.Of(file, error, folder.Of(signers));
        Assert.Equal(isTaken, unpacked is not null);
        return error.ToString();
    }

    // Two bundles of one cluster; the other one has a payload.
    private (string File, string Other) TwoBundles() => (folder.Bundle("a.tar.gz"), folder.Bundle("b.tar.gz", "--payload", folder.Payload()));

    private static bool HasPayload(UnpackedBundle? unpacked) => Directory.Exists(Path.Combine(unpacked?.Result ?? "", "..", "payload"));

    // Does something between the proof and the unpacking, when the identity is written.
    private sealed class ActsOnce(string after, Action act) : StringWriter
    {
        internal bool HasActed { get; private set; }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (HasActed || value?.EndsWith(after, StringComparison.Ordinal) != true)
                return;
            HasActed = true;
            act();
        }
    }
}
