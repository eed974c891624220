using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Corpus;

/// <summary>Files that people really run, from a folder beside this checkout; none of them is in the project.</summary>
public class CorpusTests(ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["a-apiserver", "b-units", "c-node", "d-cm-sched", "e-lb", "f-etcd"];

    [Fact]
    public void Every_file_round_trips_and_is_patched_or_refused_with_a_reason()
    {
        var corpus = Repository.Path("..", "shared", "corpus");
        Assert.SkipUnless(Directory.Exists(corpus), "the corpus is not beside this checkout");
        var faults = new List<string>();
        var verdicts = Kinds.SelectMany(kind => Directory.EnumerateFiles(Path.Combine(corpus, kind)).Order(StringComparer.Ordinal)
            .Select(file => Judge(file, kind, faults))
            .OfType<Verdict>()).ToArray();
        var table = Table(verdicts);
        output.WriteLine(table);
        Directory.CreateDirectory(Repository.Path("artifacts"));
        File.WriteAllText(Repository.Path("artifacts", "corpus.txt"), table);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(verdicts.Length > 300, $"only {verdicts.Length} files");
    }

    private static Verdict? Judge(string file, string kind, List<string> faults)
    {
        try
        {
            return CorpusFile.Judge(new SourceFile(Path.GetFileName(file), File.ReadAllBytes(file)), kind);
        }
        catch (Exception fault)
        {
            faults.Add($"{kind}/{Path.GetFileName(file)}: {fault.Message}");
            return null;
        }
    }

    private static string Table(Verdict[] verdicts)
    {
        var text = new StringBuilder("kind         files  read  patched  refused\n");
        foreach (var kind in Kinds)
        {
            var of = verdicts.Where(verdict => verdict.Kind == kind).ToArray();
            text.Append(
                $"{kind,-12} {of.Length,5} {of.Count(verdict => verdict.Refused.Length == 0),5} {of.Count(verdict => verdict.Patched),8} "
                    + $"{of.Count(verdict => verdict.Refused.Length > 0),8}\n");
            var groups = of.GroupBy(verdict => verdict.Refused.Length > 0
                ? $"refused: {verdict.Refused}"
                : $"{verdict.ReadAs}{(verdict.Patched ? ", patched" : "")}");
            foreach (var group in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
                text.Append($"  {group.Count(),5} {group.Key}\n");
        }

        return text.ToString();
    }
}
