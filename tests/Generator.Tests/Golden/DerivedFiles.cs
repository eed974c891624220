using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Generator.Core;
using Generator.Core.Formats;

namespace Generator.Tests.Golden;

/// <summary>The files of an output that follow from its other files, made here from those. So no case keeps them, and each is compared byte by byte.</summary>
internal static class DerivedFiles
{
    private const string Sums = "SHA256SUMS";
    private const string Steps = "rollout.json";
    private const string FromNothing = "--- /dev/null\n";

    internal static bool Has(string path, TreeFile file) =>
        path is Sums or Steps || (path.StartsWith("diffs/", StringComparison.Ordinal) && file.Content.Span.StartsWith(Encoding.UTF8.GetBytes(FromNothing)));

    /// <summary>What the file must be, by the other files of the output.</summary>
    internal static string Expected(FileTree tree, string path) => path switch
    {
        Sums => string.Concat(tree.Files.Where(file => file.Key != Sums).Select(file => $"{FileDigests.Of(file.Value.Content.Span)}  {file.Key}\n")),
        Steps => RolloutOf(Text(tree, "rollout.plan")),
        _ => DiffOfNew(path["diffs/".Length..^".diff".Length], tree),
    };

    internal static string Text(FileTree tree, string path) => Encoding.UTF8.GetString(tree.Files[path].Content.Span);

    private static string DiffOfNew(string placed, FileTree tree)
    {
        var lines = Text(tree, $"hosts/{placed}").Split('\n')[..^1];
        return $"{FromNothing}+++ b{placed[placed.IndexOf('/', StringComparison.Ordinal)..]}\n@@ -0,0 +{(lines.Length == 1 ? "1" : $"1,{lines.Length}")} @@\n{string.Concat(lines.Select(line => $"+{line}\n"))}";
    }

    private static string RolloutOf(string plan)
    {
        var records = plan.Split('\n')[..^1].Select(line => line.Split('\t')).ToArray();
        var etcd = records.Where(record => record[0] == "note" && record[1].StartsWith("etcd: ", StringComparison.Ordinal)).Select(record => record[1]["etcd: ".Length..]).ToArray();
        return Encoding.UTF8.GetString(Json.Of(writer =>
        {
            writer.WriteString("apiVersion", "haplane.rollout/v1");
            writer.WriteString("cluster", records[0][2]);
            if (etcd.Length > 0)
                writer.Strings("etcd", etcd);
            writer.WritePropertyName("steps");
            JsonSerializer.Serialize(writer, records.Where(record => record[0] == "step").Select(step => Step(step, records)));
        }).Span);
    }

    private static JsonObject Step(string[] step, string[][] records)
    {
        var actions = records.Where(record => record[0] == "do" && record[1] == step[1]).ToArray();
        var gates = records.Where(record => record[0] == "gate" && record[1] == step[1]).ToArray();
        return new JsonObject
        {
            ["number"] = Number(step[1]),
            ["phase"] = step[2],
            ["title"] = step[3],
            ["hosts"] = Strings(actions.Concat(gates).Select(record => record[3]).Distinct()),
            ["actions"] = new JsonArray([.. actions.Select(action => new JsonObject { ["host"] = action[3], ["verb"] = action[2], ["arguments"] = Strings(action[4..]) })]),
            ["gates"] = new JsonArray([.. gates.Select(gate => new JsonObject { ["host"] = gate[3], ["question"] = gate[2], ["timeoutSeconds"] = Number(gate[4]), ["arguments"] = Strings(gate[5..]) })]),
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
