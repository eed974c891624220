using System.Collections.Immutable;
using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>The file of those who may sign: what ssh-keygen takes, and what it would read otherwise than it looks.</summary>
public class SignerTests
{
    private const string Key = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    [Theory]
    [InlineData($"a@b ssh-ed25519 {Key}")]
    [InlineData($"# us\n\na@b,*@c ssh-ed25519 {Key} a remark\n")]
    [InlineData($"a@b cert-authority ssh-ed25519 {Key}\n")]
    [InlineData($"a@b cert-authority,valid-before=\"20300101\",namespaces=\"git,haplane-bundle\" ssh-ed25519 {Key}\n")]
    [InlineData($"\"a b\"\tnamespaces=\"haplane-*\"\tssh-ed25519\t{Key}\n")]
    public void It_is_taken(string text) => Assert.Empty(Findings(text));

    [Theory]
    [InlineData("", 1, "lists no signer")]
    [InlineData("# nobody yet\n", 1, "lists no signer")]
    [InlineData($"# us\nssh-ed25519 {Key}\n", 2, "not an allowed signer")]
    [InlineData($"a@b ssh-rsa {Key}\n", 1, "not an allowed signer")]
    [InlineData($"a@b ssh-ed25519 {Key}A\n", 1, "not an allowed signer")]
    [InlineData($"a@b c@d ssh-ed25519 {Key}\n", 1, "not an allowed signer")]
    [InlineData($"a@b ssh-ed25519 {Key}\r\n", 1, "not an allowed signer")]
    [InlineData($"a@b namespaces=\"git\" ssh-ed25519 {Key}\n", 1, "may not sign bundles")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\n", 1, "not an allowed signer")]
    public void It_is_refused_with_its_line(string text, int line, string expected)
    {
        var finding = Findings(text)[0];
        Assert.Equal(("SGN001", "may-sign", line), (finding.Code, finding.At.File.Path, finding.At.Line));
        Assert.Contains(expected, finding.Message);
    }

    [Fact]
    public void It_stands_in_the_result_byte_for_byte()
    {
        var text = $"# us\na@b ssh-ed25519 {Key}";
        var tree = Compiler.Compile(Input(text)).Whole();
        Assert.Equal(text, Encoding.UTF8.GetString(tree.Files["signers.allowed"].Content.Span));
        Assert.Contains("signers.allowed\n", Encoding.UTF8.GetString(tree.Files["SHA256SUMS"].Content.Span));
    }

    private static ImmutableArray<Diagnostic> Findings(string text) =>
        [.. Compiler.Check(Input(text)).Where(finding => finding.Code.StartsWith("SGN", StringComparison.Ordinal))];

    private static InputSet Input(string text) =>
        new(
            new SourceFile("topology.yaml", Encoding.UTF8.GetBytes($"{Starter.Unchanged.Topology}\nsigners: may-sign\n")),
            Starter.Unchanged.Originals)
        {
            Signers = new SourceFile("may-sign", Encoding.UTF8.GetBytes(text)),
        };
}
