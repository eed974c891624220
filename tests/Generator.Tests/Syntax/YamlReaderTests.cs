using System.Text;
using CsCheck;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Syntax;

public class YamlReaderTests
{
    [Theory]
    [InlineData("a: *b\n", "YML004", 1, 4)]
    [InlineData("a: &b 1\n", "YML004", 1, 4)]
    [InlineData("a: !!str 1\n", "YML004", 1, 4)]
    [InlineData("a: 1\n<<: {b: 2}\n", "YML004", 2, 1)]
    [InlineData("[a]: 1\n", "YML004", 1, 1)]
    [InlineData("a: 1\nb: 2\na: 3\n", "YML005", 3, 1)]
    [InlineData("x: 1\na: [1, 2\nb: 3", "YML001", 2, 4)]
    [InlineData("键: b: c\n", "YML001", 1, 5)]
    [InlineData("a:\n\tb: 1\nc: 2\n", "YML001", 2, 1)]
    [InlineData("a: \u202e1\n", "YML006", 1, 4)]
    [InlineData("a: \"\\u202e\"\n", "YML006", 1, 4)]
    [InlineData("a: 中\u0085b\n", "YML006", 1, 5)]
    [InlineData("a: \0\n", "YML006", 1, 4)]
    public void Hostile_or_broken_text_is_refused_where_it_stands(string text, string code, int line, int column)
    {
        var finding = Assert.Single(Read(text).Findings);
        Assert.Equal((code, line, column), (finding.Code, finding.At.Line, finding.At.Column));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    [InlineData('-')]
    [InlineData('?')]
    public void Any_depth_and_size_is_refused_without_falling_over(char opening)
    {
        var text = opening is '-' or '?' ? string.Concat(Enumerable.Repeat($"{opening} ", 400_000)) : new string(opening, 1_000_000);
        Assert.Contains(Read(text).Findings, finding => finding.Code is "YML001" or "YML003" or "YML004");
        Assert.Equal("YML002", Assert.Single(Read(new string('#', 1_048_577)).Findings).Code);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        var finding = Assert.Single(YamlReader.Read(new SourceFile("t", new byte[] { (byte)'a', 0xFF }), YamlLimits.Written).Findings);
        Assert.Equal(("YML006", 2), (finding.Code, finding.At.Column));
    }

    [Fact]
    public void A_byte_order_mark_belongs_to_no_key() =>
        Assert.Equal("a", ((MappingNode)Root("\uFEFFa: 1\n")).Entries[0].Key.Value);

    [Fact]
    public void A_scalar_knows_its_bytes_in_any_text()
    {
        var word = Gen.OneOf(Gen.String[Gen.Char['a', 'z'], 1, 8], Gen.OneOf("中文", "é", "😀", "a b", "充电"));
        var entry = Gen.Select(word, Gen.OneOf("", "'", "\""), Gen.OneOf("", "  # 注释 \u00e9"));
        Gen.Select(entry.Array[1, 12], Gen.OneOf("\n", "\r\n")).Sample((entries, newline) =>
        {
            var text = string.Concat(entries.Select((item, i) => $"k{i}: {item.Item2}{item.Item1}{item.Item2}{item.Item3}{newline}"));
            var root = (MappingNode)Root(text);
            return root.Entries.Select((found, i) => (found, i))
                .All(pair => Written(pair.found.Value) == entries[pair.i].Item2 + entries[pair.i].Item1 + entries[pair.i].Item2
                && ((ScalarNode)pair.found.Value).Value == entries[pair.i].Item1
                && pair.found.Value.At.Line == pair.i + 1);
        });
    }

    [Theory]
    [MemberData(nameof(Originals))]
    public void Every_plain_scalar_of_a_real_file_stands_where_it_says(string name, string path)
    {
        var file = Case.Of(name).Originals().Single(original => original.Path == path);
        var roots = YamlReader.Read(file, YamlLimits.Captured).Result?.Roots ?? [];
        Assert.NotEmpty(roots);
        Assert.All(
            roots.SelectMany(Scalars).Where(scalar => scalar is { Style: ScalarStyle.Plain, IsEmpty: false }),
            scalar => Assert.Equal(scalar.Value, Written(scalar)));
    }

    public static TheoryData<string, string> Originals =>
    [
        .. from name in Case.Names
           from file in Case.Of(name).OwnOriginals()
           where new[] { "kubeconfig", ".yml", ".yaml" }.Any(end => file.Path.EndsWith(end, StringComparison.Ordinal))
           select (name, file.Path),
    ];

    private static Outcome<YamlDocuments> Read(string text) =>
        YamlReader.Read(new SourceFile("test.yaml", Encoding.UTF8.GetBytes(text)), YamlLimits.Written);

    private static Node Root(string text) =>
        Read(text).Result?.Roots.Single() ?? throw new InvalidDataException(TextReport.Render(Read(text).Findings, ""));

    private static string Written(Node node) => Encoding.UTF8.GetString(node.At.File.Bytes.Span[node.At.Span.Start..node.At.Span.End]);

    private static IEnumerable<ScalarNode> Scalars(Node node) => node switch
    {
        ScalarNode scalar => [scalar],
        MappingNode mapping => mapping.Entries.SelectMany(entry => Scalars(entry.Value).Prepend(entry.Key)),
        SequenceNode list => list.Items.SelectMany(Scalars),
        _ => [],
    };
}
