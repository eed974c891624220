using System.Text;
using System.Text.RegularExpressions;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Languages;
using Generator.Core.Rollout;
using Generator.Tests.Support;

namespace Generator.Tests.Languages;

/// <summary>The page and the steps in Chinese.</summary>
public sealed partial class PhrasebookTests
{
    public static TheoryData<string> Cases => [.. Case.Compiling.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_sentence_of_the_page_and_of_the_steps_has_a_phrase(string name)
    {
        var output = InChinese(Case.Of(name));
        var read = Text(output, "README.md").Split('\n').Concat(StepsOf(output).SelectMany(step => new[] { step.Title, step.Advice }));
        var left = Spoken(read).Select(WithoutPrinted).Where(text => English().IsMatch(text)).Distinct();
        Assert.Equal("", string.Join('\n', left));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Only_words_for_people_change(string name)
    {
        var english = Case.Of(name).Output;
        var chinese = InChinese(Case.Of(name));
        Assert.Equal(english.Files.Keys, chinese.Files.Keys);
        string[] worded = ["README.md", "SHA256SUMS", "ansible/site.yml", "rollout.json", "rollout.plan", "topology.yaml"];
        Assert.Equal(
            english.Files.Keys.Except(worded),
            english.Files.Keys.Where(path => english.Files[path].Content.Span.SequenceEqual(chinese.Files[path].Content.Span)));
        Assert.Equal(Code(Text(english, "README.md")), Code(Text(chinese, "README.md")));
        Assert.Equal(Lines(english), Lines(chinese));
    }

    [Fact]
    public void The_first_phrase_that_fits_is_taken_and_what_it_names_is_translated()
    {
        var phrases = Phrasebook.Of(Language.Zh);
        Assert.Equal("k8s-node1 至 w99（100 个工作节点）：切换到负载均衡器", phrases.Translate("k8s-node1 to w99 (100 workers): to the load balancer"));
        Assert.Equal("/etc/nginx/nginx.conf", phrases.Translate("/etc/nginx/nginx.conf"));
        Assert.Equal("Nothing has changed.", Phrasebook.Of(Language.En).Translate("Nothing has changed."));
    }

    [Fact]
    public void A_phrase_keeps_its_placeholders_and_its_code()
    {
        foreach (var phrase in Phrasebook.PhrasesOf(Language.Zh))
        {
            Assert.Equal(Phrase.PlaceholdersOf(phrase.English).Order(), Phrase.PlaceholdersOf(phrase.Translation).Order());
            Assert.Equal(Code(phrase.English), Code(phrase.Translation));
        }
    }

    // What a person types or sees on a console is the same in every language.
    private static string WithoutPrinted(string text) =>
        new[] { "haplane kubeconfig FILE", "kube certificate approve", "systemctl stop", "Snapshot saved", "test is successful" }
            .Aggregate(text, (rest, printed) => rest.Replace(printed, "", StringComparison.Ordinal));

    private static FileTree InChinese(Case golden)
    {
        var topology = Encoding.UTF8.GetString(golden.Input.Topology.Bytes.Span) + "\nlanguage: zh\n";
        var chinese = new SourceFile(golden.Input.Topology.Path, Encoding.UTF8.GetBytes(topology));
        return Compiler.Compile(golden.Input with { Topology = chinese }).Whole();
    }

    private static string Text(FileTree tree, string path) => Encoding.UTF8.GetString(tree.Files[path].Content.Span);

    private static IEnumerable<RolloutStep> StepsOf(FileTree tree) => RolloutPlanText.Read(Text(tree, "rollout.plan")).Steps;

    private static string[] Lines(FileTree tree) => [.. StepsOf(tree).SelectMany(step => step.Lines).Select(line => line.ToString())];

    // What a person reads: no code, and of a command what is said behind it.
    private static IEnumerable<string> Spoken(IEnumerable<string> lines)
    {
        var isCode = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode)
                yield return InBackticks().Replace(line, "");
            else if (line.LastIndexOf("   # ", StringComparison.Ordinal) is >= 0 and var at)
                yield return line[at..];
        }
    }

    private static string[] Code(string page) => [.. InBackticks().Matches(page).Select(match => match.Value).Order(StringComparer.Ordinal)];

    // Two words with nothing but a space between them; a command and a name have other characters.
    [GeneratedRegex(@"(?<![\w./:-])[A-Za-z][a-z]+ [a-z]{2,}(?![\w./:-])")]
    private static partial Regex English();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InBackticks();
}
