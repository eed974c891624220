using System.Text;
using CsCheck;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Tests.Syntax;

/// <summary>An edit changes exactly one value, however that is written, and the result is the same document but for it.</summary>
public class ScalarEditTests
{
    private const int Documents = 5_000;

    // In a block; | stands for a line break with the indentation of the value.
    private static readonly Gen<string> BlockScalar = Gen.OneOf(
        "a", "192.168.3.171", "https://10.0.0.1:6443", "节点", "a b # comment", "one|two three", "|next line", "'it''s'", "'one|two'", "\"\"",
        "\"[::]:1\"",
        "\"\\x41\\u4e2d\\n\"", "\"https://10.0.0.1\\|:6443\"", "\"one||two\"", ">-|text", ">- # why|text", "|-|text", "||text", "|+|text||",
        ">+|one||two|", "|2-|text", ">-|  more|text",
        "||one| two|# no comment", "|-", "~", "12");

    private static readonly Gen<string> FlowScalar = Gen.OneOf(
        "a", "192.168.3.171", "https://10.0.0.1:6443", "'b'", "\"c\\td\"", "one two", "12", "\"https:\\/\\/10.0.0.1\"");

    private static readonly Gen<string> NewValue = Gen.OneOf(
        "192.168.3.172", "192.168.3.172:10256", "k8s-master2", "k8s-master2.example.org", "https://192.168.3.201:6443", "https://[fd00::2]:6443",
        "fd00::2", "fd00::", "::2", "[fd00::2]:10256", "1:2:3:4:5:6:7:8", "123", "1e3", "0x1f", "1.5", "no", "null", "2026-11-28",
        "vm://k8s-master2", "10.0.0.2/32", "rack=a,kubernetes.io/hostname=x");

    [Fact]
    public void It_changes_its_value_and_no_other()
    {
        var edited = 0;
        Gen.Select(Document, Gen.Int[0, 100], NewValue).Sample((text, chosen, value) =>
        {
            var file = Source(text);
            if (YamlReader.Read(file, YamlLimits.Captured).Result is not { Roots: [MappingNode root] } documents)
                return true;
            var scalars = ConfigScalars.All(root, "").Where(pair => pair.Scalar.At.Span.Length > 0).ToArray();
            if (scalars.Length == 0)
                return true;
            Interlocked.Increment(ref edited);
            var scalar = scalars[chosen % scalars.Length].Scalar;
            return IsExpected(root, scalar, value, documents.Tree.With([ScalarEdit.Of(scalar, value)]))
                && (ScalarEdit.InOneLine(scalar, value) is not { } line || IsInOneLine(documents, root, scalar, value, line));
        }, iter: Documents);
        Assert.True(edited > Documents / 2, $"only {edited} of {Documents} were edited");
    }

    [Theory]
    [InlineData("a: >-\n  192.168.3.171\nb: 1\n", "a: 192.168.3.172\nb: 1\n")]
    [InlineData("a: |\r\n  192.168.3.171\r\n\r\nb: 1\r\n", "a: 192.168.3.172\r\n\r\nb: 1\r\n")]
    [InlineData("a: \"192.168\\\n  .3.171\" # own\nb: 1\n", "a: \"192.168.3.172\" # own\nb: 1\n")]
    [InlineData("a:\n  192.168.3.171\nb: 1", "a:\n  192.168.3.172\nb: 1")]
    public void A_value_over_several_lines_is_replaced_whole(string before, string after)
    {
        var documents = YamlReader.Read(Source(before), YamlLimits.Captured).Result ?? throw new InvalidDataException(before);
        var scalar = ((MappingNode)documents.Roots[0]).FindScalar("a") ?? throw new InvalidDataException(before);
        Assert.Equal(after, Encoding.UTF8.GetString(documents.Tree.With([ScalarEdit.Of(scalar, "192.168.3.172")])));
    }

    private static Gen<string> Document => Gen.Select(Value(2).Array[1, 5], Gen.OneOf("\n", "\r\n"), Gen.OneOf("", "---\n", "# 头\n", "\uFEFF"))
        .Select((values, newline, head) => (head + Entries(values, "")).Replace("\n", newline, StringComparison.Ordinal));

    // A value as a function of the indentation in which it stands; the text starts behind the colon.
    private static Gen<Func<string, string>> Value(int depth)
    {
        var scalar = BlockScalar.Select(text => (Func<string, string>)(indent => " " + Lines(text, indent) + "\n"));
        var flow = FlowScalar.Array[0, 3]
            .Select(items => (Func<string, string>)(_ => $" {{{string.Join(", ", items.Select((item, i) => $"f{i}: {item}"))}}}\n"));
        var list = FlowScalar.Array[0, 3].Select(items => (Func<string, string>)(_ => $" [{string.Join(", ", items)}]\n"));
        if (depth == 0)
            return Gen.OneOf(scalar, flow, list);
        var mapping = Value(depth - 1).Array[1, 3].Select(values => (Func<string, string>)(indent => "\n" + Entries(values, indent + "  ")));
        var sequence = BlockScalar.Array[1, 3]
            .Select(items => (Func<string, string>)(indent => "\n" + string.Concat(items.Select(item => $"{indent}- {Lines(item, indent)}\n"))));
        return Gen.OneOf(scalar, scalar, flow, list, mapping, sequence);
    }

    private static string Entries(Func<string, string>[] values, string indent) =>
        string.Concat(values.Select((value, i) => $"{indent}k{i}:{value(indent)}"));

    // The first character of a block is its header.
    private static string Lines(string text, string indent) => text[..1] + text[1..].Replace("|", $"\n{indent}  ", StringComparison.Ordinal);

    private static bool IsInOneLine(YamlDocuments documents, MappingNode root, ScalarNode scalar, string value, ByteEdit edit)
    {
        var replaced = documents.File.Bytes.Span[edit.At.Span.Start..edit.At.Span.End];
        // Such a file is edited only where the value is a URL, and so no text with blanks around it.
        return replaced.IndexOf((byte)'\n') < 0
            && (scalar.Value != scalar.Value.Trim() || IsExpected(root, scalar, value, documents.Tree.With([edit])));
    }

    private static bool IsExpected(MappingNode root, ScalarNode scalar, string value, byte[] after)
    {
        var now = YamlReader.Read(new SourceFile("t", after), YamlLimits.Captured).Result is { Roots: [MappingNode found] }
            ? found
            : throw new InvalidDataException(Encoding.UTF8.GetString(after));
        var expected = ConfigScalars.All(root, "").Select(pair => (pair.Key, ReferenceEquals(pair.Scalar, scalar) ? value : pair.Scalar.Value));
        return expected.SequenceEqual(ConfigScalars.All(now, "").Select(pair => (pair.Key, pair.Scalar.Value)))
            && ConfigScalars.All(now, "").Where(pair => pair.Scalar.Value == value).All(pair => !pair.Scalar.IsEmpty);
    }

    private static SourceFile Source(string text) => new("t", Encoding.UTF8.GetBytes(text));
}
