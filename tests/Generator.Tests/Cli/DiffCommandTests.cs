using System.Formats.Tar;
using System.IO.Compression;
using Generator.Cli;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>The sides of a comparison, however they are given, and how the program ends.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private const string Added = "master k8s-master3 added: 192.168.3.173";
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-diff-").FullName;

    public DiffCommandTests()
    {
        foreach (var side in new[] { Old, New })
            Run("init", side);
        Edit(Old, "  - {name: k8s-master3, address: 192.168.3.173}\n", "");
    }

    private string Old => Path.Combine(folder, "old");

    private string New => Path.Combine(folder, "new");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_folder_a_topology_a_result_and_an_archive_say_the_same()
    {
        Run("build", Old);
        Run("build", New);
        var archive = Path.Combine(folder, "new.tar.gz");
        Pack(archive, Path.Combine(New, "out"), "out/");
        var sides = new[] { New, Path.Combine(New, "topology.yaml"), Path.Combine(New, "out"), archive };
        foreach (var side in sides)
        {
            Assert.Contains(Added, Run("diff", Path.Combine(Old, "out"), side).Output);
            Assert.Equal((0, "no difference\n", ""), Run("diff", side, New, "--exit-code"));
        }
    }

    [Fact]
    public void Differences_end_with_2_only_where_that_is_asked_for()
    {
        Assert.Equal(0, Run("diff", Old, New).Code);
        Assert.Equal(2, Run("diff", Old, New, "--exit-code").Code);
        Assert.Equal(2, Run("diff", Old, New, "--exit-code", "--format", "json").Code);
    }

    [Fact]
    public void The_picture_is_drawn_into_a_file()
    {
        var file = Path.Combine(folder, "change.svg");
        var (code, output, _) = Run("diff", Old, New, "--svg", file);
        Assert.Equal(0, code);
        Assert.Contains(Added, output);
        Assert.Contains("+ new", File.ReadAllText(file));
        Refused("a path is empty", "diff", Old, New, "--svg", "");
    }

    [Fact]
    public void A_revision_is_read_through_git()
    {
        Tool.Require("git");
        Git("init", "-q", "-b", "main");
        Git("add", "old", "new");
        Git("-c", "user.name=n", "-c", "user.email=e", "commit", "-q", "-m", "first");
        Edit(New, "port: 6443\n  http", "port: 8443\n  http");
        Assert.Contains("loadBalancer.port: 6443 → 8443", In(folder, "diff git:main:new new"));
        Assert.Contains(Added, In(folder, "diff git:HEAD:old git:HEAD:new/"));
        Assert.Contains("loadBalancer.port: 6443 → 8443", In(New, "diff git:main ."));
        Assert.Contains("git: fatal: Not a valid object name nowhere", In(New, "diff git:nowhere .", 64));
        Assert.Contains("there is no topology.yaml and no output at originals in main", In(New, "diff git:main:originals .", 64));
        Assert.Contains("git: needs a revision", In(New, "diff git:--output=/tmp/x .", 64));
        Assert.Contains("git: needs a revision", In(New, "diff git: .", 64));
    }

    [Fact]
    public void An_error_in_a_side_is_told_with_its_place()
    {
        Edit(New, "address: 192.168.3.172", "adress: 192.168.3.172");
        var (code, output, error) = Run("diff", Old, New);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"{New}/topology.yaml:16:", error);
        Assert.DoesNotContain("warning", error);
    }

    [Fact]
    public void A_result_that_was_changed_by_hand_is_not_compared()
    {
        Run("build", New);
        File.AppendAllText(Path.Combine(New, "out", "hosts", "lb1", "etc", "nginx", "nginx.conf"), "# mine\n");
        var (code, _, error) = Run("diff", Old, Path.Combine(New, "out"));
        Assert.Equal(1, code);
        Assert.Contains("out/hosts/lb1/etc/nginx/nginx.conf:1:1: error OUT003", error);
    }

    [Fact]
    public void An_archive_that_is_none_or_holds_something_else_is_refused()
    {
        var archive = Path.Combine(folder, "x.tar.gz");
        File.WriteAllText(archive, "no archive");
        Refused("is not a complete archive (.tar.gz) of an output", "diff", archive, New);
        (string Entry, TarEntryType Type)[] entries =
        [
            ("../up", TarEntryType.RegularFile),
            ("/abs", TarEntryType.RegularFile),
            ("link", TarEntryType.SymbolicLink),
            ("a//b", TarEntryType.RegularFile),
        ];
        foreach (var (entry, type) in entries)
        {
            Pack(archive, entry, type);
            Refused("expected a regular file with a plain path", "diff", archive, New);
        }
    }

    [Theory]
    [InlineData("diff", "there", "haplane diff needs NEW")]
    [InlineData("diff --format=html . .", "", "html")]
    [InlineData("diff /no/such .", "", "there is no file or folder /no/such")]
    public void Misuse_is_said(string line, string more, string expected) =>
        Refused(expected, [.. line.Split(' '), .. more.Length > 0 ? [more] : Array.Empty<string>()]);

    private static void Refused(string expected, params string[] args)
    {
        var (code, _, error) = Run(args);
        Assert.Equal(64, code);
        Assert.Contains(expected, error);
    }

    private static void Pack(string archive, string from, string prefix)
    {
        using var packed = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        using var writer = new TarWriter(packed, TarEntryFormat.Ustar);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            writer.WriteEntry(file, prefix + Path.GetRelativePath(from, file));
    }

    private static void Pack(string archive, string entry, TarEntryType type)
    {
        using var packed = new GZipStream(File.Create(archive), CompressionLevel.Fastest);
        using var writer = new TarWriter(packed, TarEntryFormat.Ustar);
        var written = new UstarTarEntry(type, entry);
        if (type == TarEntryType.SymbolicLink)
            written.LinkName = "/etc/passwd";
        writer.WriteEntry(written);
    }

    // A revision's path is relative to where the program runs, so it runs as a program of its own.
    private static string In(string directory, string line, int expected = 0)
    {
        var (code, text) = Tool.Run("bash", "-c", $"cd '{directory}' && exec {Executable.Words} {line}");
        Assert.True(code == expected, text);
        return text;
    }

    private void Git(params string[] arguments)
    {
        var (code, text) = Tool.Run("git", ["-C", folder, .. arguments]);
        Assert.True(code == 0, text);
    }

    private static void Edit(string side, string old, string now)
    {
        var topology = Path.Combine(side, "topology.yaml");
        var text = File.ReadAllText(topology);
        Assert.Contains(old, text);
        File.WriteAllText(topology, text.Replace(old, now, StringComparison.Ordinal));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Program.Run(args, output, error), output.ToString(), error.ToString());
    }
}
