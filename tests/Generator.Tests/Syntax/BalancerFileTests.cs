using System.Text;
using CsCheck;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Tests.Syntax;

/// <summary>What is read of a load balancer's files, and that no file of any kind brings the reader down.</summary>
public class BalancerFileTests
{
    [Fact]
    public void Nginx_is_read_with_quotes_comments_and_variables()
    {
        var directives = NginxFile.Parse(
            File("a 'b ; {' \"c\\\"d\"; # e {\nstream { upstream x { server 1.2.3.4:5 weight=2; } log ${remote}_x; }\n")) ?? [];
        Assert.Equal("a", directives[0].Name);
        Assert.Equal(["b ; {", "c\\\"d"], directives[0].Arguments);
        Assert.Equal(["stream", "upstream", "server", "log"], directives[1].All.Select(directive => directive.Name));
        Assert.Equal(["${remote}_x"], directives[1].Block[1].Arguments);
        Assert.Null(NginxFile.Parse(File("stream { upstream x {")));
        Assert.Null(NginxFile.Parse(File("a b")));
    }

    [Fact]
    public void Haproxy_is_read_by_sections_and_lines()
    {
        var sections = HaproxyFile.Parse(File("# c\nglobal\n  daemon\nfrontend kube\r\n  bind *:6443 # 中文\r\n\n  mode tcp\nbackend b\n"));
        Assert.Equal(["global ", "frontend kube", "backend b"], sections.Select(section => $"{section.Kind} {section.Name}"));
        Assert.Equal(["bind", "*:6443"], sections[1].Lines[0].Words);
        Assert.Equal(5, sections[1].Lines[0].At.Line);
    }

    [Fact]
    public void Keepalived_is_read_by_blocks()
    {
        var statements = KeepalivedFile.Parse(
            File("! c\nvrrp_instance VI {\n  state BACKUP # x\n  virtual_ipaddress {\n    10.0.0.9/24 dev eth0\n  }\n}\nglobal_defs {\n}\n"));
        Assert.Equal(["vrrp_instance", "global_defs"], statements.Select(statement => statement.Words[0]));
        var vip = statements[0].Block.Single(statement => statement.Name == "virtual_ipaddress").Block.Single();
        Assert.Equal(("10.0.0.9/24", 5, 5), (vip.Words[0], vip.At.Line, vip.At.Column));
    }

    // As keepalived 2.2.7 reads it.
    [Theory]
    [InlineData("a { b c }\n", "a{b c}")]
    [InlineData("a {b}\nd\n", "a{b} d")]
    [InlineData("a\n\n! x\n{\nb\n}\nd\n", "a{b} d")]
    [InlineData("a{\nb { c\n d } e }\n", "a{b{c d} e}")]
    [InlineData("s \"x { ! # y\" z\nb\n", "s x { ! # y z b")]
    [InlineData("s \"never closed {\nb\n", "s never closed { b")]
    [InlineData("a # { c\nb ! }\n", "a b")]
    [InlineData("a\nb\n{ c }\n{ d }\n", "a b{c} d")]
    [InlineData("} a }\nb\n", "a b")]
    [InlineData("\"a\"{ }\r\n", "a")]
    public void Keepalived_is_read_with_braces_and_quotes_wherever_they_stand(string text, string expected) =>
        Assert.Equal(expected, Shown(KeepalivedFile.Parse(File(text))));

    [Theory]
    [InlineData("a \"b # c\" 'd \\ e' f\\ g # h", "a|b # c|d \\ e|f g")]
    [InlineData("a \\# b\\r\\nc", "a|#|b\r\nc")]
    [InlineData("a \"\" b", "a||b")]
    [InlineData("a \"b", "a|b")]
    public void Haproxy_s_words_are_read_with_quotes(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', Assert.Single(HaproxyFile.Lines(File(line))).Words));

    [Fact]
    public void Haproxy_s_sections_know_their_defaults()
    {
        var sections = HaproxyFile.Parse(File("x\ndefaults a\nlisten b from a\nlog-forward c\nring d\ntraces\nacme e\n"));
        Assert.Equal(["defaults", "listen", "log-forward", "ring", "traces", "acme"], sections.Select(section => section.Kind));
        Assert.Equal("a", sections[1].From);
    }

    private static string Shown(IEnumerable<KeepalivedStatement> statements) =>
        string.Join(
            ' ',
            statements.Select(statement => string.Join(' ', statement.Words) + (statement.Block.IsEmpty ? "" : $"{{{Shown(statement.Block)}}}")));

    [Fact]
    public void No_file_brings_a_reader_down()
    {
        var piece = Gen.OneOf("{", "}", ";", "a", " ", "\n", "'", "\"", "\\", "#", "${", "!", "global", "bind", "\r", "中");
        piece.Array[0, 60].Sample(pieces => Read(string.Concat(pieces)), iter: 3_000);
        Read(string.Concat(Enumerable.Repeat("a {\n", 200_000)));
        Read(new string('{', 200_000));
        Read(new string('}', 200_000));
    }

    private static void Read(string text)
    {
        var file = File(text);
        NginxFile.Parse(file);
        HaproxyFile.Parse(file);
        KeepalivedFile.Parse(file);
    }

    private static SourceFile File(string text) => new("test", Encoding.UTF8.GetBytes(text));
}
