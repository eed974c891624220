using System.Text;
using CsCheck;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Tests.Syntax;

/// <summary>The law of every format that is patched: read and put together again, a file is the same to the byte, whatever it holds.</summary>
public class LosslessTests
{
    private const int Files = 5_000;

    private static readonly Gen<byte[]> AnyBytes = Gen.Byte.Array[0, 200];

    [Fact]
    public void Any_bytes_round_trip_as_a_flag_file_and_as_a_unit() => AnyBytes.Sample(bytes => RoundTrips(bytes), iter: Files);

    [Fact]
    public void Flag_files_round_trip()
    {
        var piece = Gen.OneOf(
            "OPTS=",
            "A_B=\"",
            "--a=1",
            " --b 2",
            " \\\n",
            "\\ \n",
            "\n",
            "\r\n",
            "\"",
            "'",
            "# x",
            ";",
            "\\",
            "\t",
            "中",
            "\uFEFF",
            "\u00a0",
            "$X",
            "{{ y }}");
        piece.Array[0, 30].Sample(pieces => RoundTrips(Encoding.UTF8.GetBytes(string.Concat(pieces))), iter: Files);
    }

    [Fact]
    public void Units_round_trip()
    {
        var piece = Gen.OneOf(
            "[Service]",
            "[Unit]\n",
            "ExecStart=",
            "/bin/x",
            " --a=1",
            " \\\n",
            "\\\r\n",
            "\n",
            "# c\n",
            "; c\n",
            "Key = v",
            "=",
            "%%",
            "$X",
            "\t",
            "\\",
            "\uFEFF",
            "节点");
        piece.Array[0, 30].Sample(pieces => RoundTrips(Encoding.UTF8.GetBytes(string.Concat(pieces))), iter: Files);
    }

    [Fact]
    public void Yaml_round_trips_wherever_it_is_yaml()
    {
        var read = 0;
        var scalar = Gen.OneOf("a", "1.2.3.4", "\"x y\"", "'z'", "https://10.0.0.1:6443", "中文", "\"[::]:1\"", "|\n    block\n    more", "");
        var key = Gen.OneOf("server", "kind", "名", "\"q\"");
        var line = Gen.Select(key, scalar, Gen.OneOf("", "  # 注释", " #"), Gen.OneOf("\n", "\r\n"))
            .Select(
                (
                    name,
                    value,
                    comment,
                    newline) => $"{name}{(value.StartsWith('|') ? "" : "")}: {value}{(value.StartsWith('|') ? "" : comment)}{newline}");
        Gen.Select(line.Array[0, 6], Gen.OneOf("", "\uFEFF", "---\n", "# 头\n"), Gen.Bool).Sample((lines, head, nested) =>
        {
            var body = string.Concat(
                lines.Select((text, i) => nested ? $"- k{i}_{text.Replace("\n    ", "\n      ", StringComparison.Ordinal)}" : $"k{i}_{text}"));
            var file = new SourceFile("t", Encoding.UTF8.GetBytes(head + body.Replace("_\"q\"", "q", StringComparison.Ordinal)));
            if (YamlReader.Read(file, YamlLimits.Captured).Result is not { } documents)
                return true;
            Interlocked.Increment(ref read);
            return documents.Tree.ToBytes().AsSpan().SequenceEqual(file.Bytes.Span);
        }, iter: Files);
        Assert.True(read > Files / 2, $"only {read} of {Files} were YAML");
    }

    [Fact]
    public void An_edit_changes_its_value_and_no_other_byte()
    {
        var value = Gen.OneOf("10.0.0.1", "节点", "x", "\"q\"", "a:b");
        Gen.Select(value.Array[1, 8], Gen.Int[0, 7], value).Sample((values, chosen, now) =>
        {
            var index = chosen % values.Length;
            var lines = values.Select((text, i) => $"k{i}: {text} # 注 {i}\r\n").ToArray();
            var file = new SourceFile("t", Encoding.UTF8.GetBytes(string.Concat(lines)));
            var documents = YamlReader.Read(file, YamlLimits.Captured).Result ?? throw new InvalidDataException(file.Text);
            var node = ((MappingNode)documents.Roots[0]).Entries[index].Value;
            var after = Encoding.UTF8.GetString(documents.Tree.With([new ByteEdit(node.At, now)]));
            lines[index] = $"k{index}: {now} # 注 {index}\r\n";
            return after == string.Concat(lines);
        });
    }

    [Fact]
    public void An_edit_outside_of_a_value_is_refused()
    {
        var file = new SourceFile("t", "A=1\nB=2\n"u8.ToArray());
        var tree = EnvironmentFile.Parse(file).Tree;
        Assert.Throws<ArgumentException>(() => tree.With([new ByteEdit(new Location(file, new ByteSpan(0, 1)), "X")]));
        Assert.Throws<ArgumentException>(() => tree.With([new ByteEdit(new Location(file, new ByteSpan(2, 7)), "X")]));
        Assert.Equal("A=9\nB=2\n", Encoding.UTF8.GetString(tree.With([new ByteEdit(new Location(file, new ByteSpan(2, 3)), "9")])));
    }

    private static bool RoundTrips(byte[] bytes)
    {
        var file = new SourceFile("t", bytes);
        return EnvironmentFile.Parse(file).Tree.ToBytes().AsSpan().SequenceEqual(bytes)
            && UnitFile.Parse(file).Tree.ToBytes().AsSpan().SequenceEqual(bytes);
    }
}
