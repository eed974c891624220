using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Generator.Core;
using Generator.Core.Foundation.Formats;

namespace Generator.Tests.Golden;

/// <summary>
/// The files of an output that follow from its other files, made here from those. So no case keeps them, and each is compared byte by byte.
/// </summary>
internal static class DerivedFiles
{
    private const string Sums = "SHA256SUMS";
    private const string Steps = "rollout.json";
    private const string FromNothing = "--- /dev/null\n";

    internal static bool Has(string path, TreeFile file) =>
        path is Sums or Steps
            || (path.StartsWith("diffs/", StringComparison.Ordinal) && file.Content.Span.StartsWith(Encoding.UTF8.GetBytes(FromNothing)));

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
        return $"{FromNothing}+++ b{placed[placed.IndexOf('/', StringComparison.Ordinal)..]}\n"
            + $"@@ -0,0 +{(lines.Length == 1 ? "1" : $"1,{lines.Length}")} @@\n{string.Concat(lines.Select(line => $"+{line}\n"))}";
    }

    private static string RolloutOf(string plan)
    {
        var records = plan.Split('\n')[..^1].Select(line => line.Split('\t')).ToArray();
        var remarks = records.Where(record => record[0] == "remark").Select(record => record[1]).ToArray();
        return Encoding.UTF8.GetString(Json.Of(writer =>
        {
            writer.WriteString("apiVersion", "haplane.rollout/v2");
            writer.WriteString("cluster", records[0][2]);
            if (remarks.Length > 0)
                writer.Strings("remarks", remarks);
            writer.WritePropertyName("steps");
            JsonSerializer.Serialize(writer, records.Where(record => record[0] == "step").Select(step => Step(step, records)));
        }).Span);
    }

    private static JsonObject Step(string[] step, string[][] records)
    {
        var lines = records
            .Where(record =>
                record.Length > 5 && record[0] is "do" or "gate" or "new-when" or "done-when" or "undo" or "undone" && record[1] == step[1])
            .ToArray();
        return new JsonObject
        {
            ["number"] = Number(step[1]),
            ["phase"] = step[2],
            ["title"] = step[4],
            ["onFailure"] = step[3],
            ["advice"] = step[5],
            ["hosts"] = Strings(
                lines.Where(line => line[0] == "do").Concat(lines.Where(line => line[0] == "gate")).Select(line => line[5]).Distinct()),
            ["lines"] = new JsonArray([.. lines.Select(Line)]),
        };
    }

    private static JsonObject Line(string[] fields)
    {
        var line = new JsonObject { ["word"] = fields[0], ["about"] = fields[2], ["when"] = fields[3], ["kind"] = fields[4], ["host"] = fields[5] };
        var isAction = fields[0] is "do" or "undo";
        if (!isAction)
            line["timeoutSeconds"] = Number(fields[6]);
        line["arguments"] = Strings(fields[(isAction ? 6 : 7)..]);
        return line;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
