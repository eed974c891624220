using System.Text;
using CsCheck;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Tests.Syntax;

/// <summary>What is read of a load balancer's files, and that no file of any kind brings the reader down.</summary>
public class BalancerFileTests
{
    [Fact]
    public void Nginx_is_read_with_quotes_comments_and_variables()
    {
        var directives = NginxFile.Parse(File("a 'b ; {' \"c\\\"d\"; # e {\nstream { upstream x { server 1.2.3.4:5 weight=2; } log ${remote}_x; }\n")) ?? [];
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
        var statements = KeepalivedFile.Parse(File("! c\nvrrp_instance VI {\n  state BACKUP # x\n  virtual_ipaddress {\n    10.0.0.9/24 dev eth0\n  }\n}\nglobal_defs {\n}\n"));
        Assert.Equal(["vrrp_instance", "global_defs"], statements.Select(statement => statement.Words[0]));
        var vip = statements[0].Find("virtual_ipaddress").Single().Block.Single();
        Assert.Equal(("10.0.0.9/24", 5, 5), (vip.Words[0], vip.At.Line, vip.At.Column));
    }

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
