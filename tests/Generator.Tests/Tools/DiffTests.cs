using CsCheck;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Layouts;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

public sealed class DiffTests : IDisposable
{
    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-diff-").FullName;

    public static TheoryData<string, string> Diffs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var golden in Case.Compiling)
            {
                foreach (var diff in golden.Output.Files.Keys.Where(file => file.StartsWith("diffs/", StringComparison.Ordinal)))
                    data.Add(golden.Name, diff);
            }

            return data;
        }
    }

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Diffs))]
    public void Patch_makes_the_placed_file_of_the_original(string name, string diff)
    {
        Tool.Require("patch");
        var golden = Case.Of(name);
        var path = diff[(diff.IndexOf('/', "diffs/".Length) + 1)..^".diff".Length];
        var placed = $"hosts/{diff["diffs/".Length..^".diff".Length]}";
        // An edited kubeconfig is not placed: there the lines of the diff are the whole change.
        var original = golden.Originals().FirstOrDefault(file => file.Path.EndsWith("/" + path, StringComparison.Ordinal))?.Bytes.ToArray() ?? [];
        if (!golden.Output.Files.ContainsKey(placed))
        {
            Assert.Equal(["-", "+"], Lines(golden, diff).Skip(3).Select(line => line[..1]));
            return;
        }

        Assert.Equal(golden.Bytes(placed), Patched(path.Contains("nginx", StringComparison.Ordinal) ? [] : original, golden.Bytes(diff)));
    }

    [Fact]
    public void Patch_applies_every_diff_of_random_files()
    {
        Tool.Require("patch");
        var line = Gen.OneOf("a", "b", "中文", "", "x y\r", "-z", "+z", "\\ No newline at end of file");
        var text = Gen.Select(line.Array[0, 30], Gen.Bool).Select((lines, ends) => string.Join('\n', lines) + (ends ? "\n" : ""));
        Gen.Select(text, text).Sample((before, after) =>
        {
            var artefact = new Artefact(
                "h",
                "/f",
                FileClass.Patched,
                new Permissions("0644"),
                new FileOwner("root:root"),
                "o",
                Location.StartOf(new SourceFile("f", default)))
            {
                Before = System.Text.Encoding.UTF8.GetBytes(before),
                Known = System.Text.Encoding.UTF8.GetBytes(after),
            };
            var diff = ArtefactDiff.Of(artefact).ToArray();
            return before == after
                ? diff.Length == 0
                : System.Text.Encoding.UTF8.GetString(Patched(System.Text.Encoding.UTF8.GetBytes(before), diff)) == after;
        }, iter: 150, threads: 1);
    }

    [Fact]
    public void The_apiserver_of_a_new_master_differs_in_two_lines()
    {
        var diff = Lines(Case.Example, "diffs/k8s-master2/data/application/kubernetes/cfg/kube-apiserver.conf.diff");
        Assert.Equal(
            [
                "---bind-address=192.168.3.171 \\",
                "+--bind-address=192.168.3.172 \\",
                "---advertise-address=192.168.3.171 \\",
                "+--advertise-address=192.168.3.172 \\",
            ],
            diff.Skip(2).Where(line => line[0] is '-' or '+'));
    }

    private static string[] Lines(Case golden, string path) => System.Text.Encoding.UTF8.GetString(golden.Bytes(path)).TrimEnd('\n').Split('\n');

    private byte[] Patched(byte[] before, byte[] diff)
    {
        var (file, patch) = (Path.Combine(scratch, "file"), Path.Combine(scratch, "patch"));
        File.WriteAllBytes(file, before);
        File.WriteAllBytes(patch, diff);
        var (code, text) = Tool.Run("patch", "--binary", "--force", "--silent", "--no-backup-if-mismatch", "--posix", file, patch);
        Assert.True(code == 0, text);
        return File.Exists(file) ? File.ReadAllBytes(file) : [];
    }
}
