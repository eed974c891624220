using System.Text;
using System.Text.RegularExpressions;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>haproxy judges every configuration that the cases hold, byte for byte as it would be delivered.</summary>
public sealed partial class HaproxyTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-haproxy-").FullName;

    public static TheoryData<string, string> Configurations => Case.FilesThatEndIn("haproxy.cfg");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Haproxy_accepts_the_configuration(string name, string file)
    {
        var (code, text) = Judge(WithCa(Case.Of(name), Encoding.UTF8.GetString(Case.Of(name).Bytes(file))));
        Assert.True(code == 0, text);
        // A setting that it does not like is a warning.
        Assert.DoesNotContain("WARNING", text);
    }

    [Fact]
    public void Haproxy_refuses_a_configuration_with_an_unknown_setting()
    {
        var (code, text) = Judge("global\n    hard-stop-before 60s\n"u8.ToArray());
        Assert.NotEqual(0, code);
        Assert.Contains("unknown keyword 'hard-stop-before'", text);
    }

    // On a master it reads the CA at its place there; here only the captured one exists.
    private byte[] WithCa(Case golden, string configuration)
    {
        if (CaFile.Match(configuration) is not { Success: true, Groups: [_, var path] })
            return Encoding.UTF8.GetBytes(configuration);
        var ca = Path.Combine(scratch, "ca.pem");
        File.WriteAllBytes(ca, golden.Originals().First(file => file.Path.EndsWith(path.Value, StringComparison.Ordinal)).Bytes.ToArray());
        return Encoding.UTF8.GetBytes(configuration.Replace(path.Value, ca, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"ca-file (\S+)")]
    private static partial Regex CaFile { get; }

    private (int Code, string Text) Judge(byte[] configuration)
    {
        Tool.Require("haproxy");
        var file = Path.Combine(scratch, "judged");
        File.WriteAllBytes(file, configuration);
        return Tool.Run("haproxy", "-c", "-f", file);
    }
}
