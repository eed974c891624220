using System.Globalization;
using System.Text;
using CsCheck;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;

namespace Generator.Tests.Tools;

/// <summary>
/// systemd itself says what a program gets: units that print their arguments, started by a systemd of the test's own, in a root and a
/// network of its own. Our reading of the same files must give the same arguments.
/// </summary>
public sealed class SystemdReadingTests : IDisposable
{
    // Printed with a NUL after each, because an argument may hold a newline. %% and $$ are one % and one $ to systemd.
    private const string Printer = "/bin/sh -c 'for a; do printf \"%%s\\\\0\" \"$$a\"; done' sh";

    private readonly string root = Directory.CreateTempSubdirectory("haplane-reading-").FullName;

    private static readonly string[] Shapes =
    [
        "OPTS=\"--a=1 \\\n--b=2\"\n",
        "OPTS=\"--a=1 \\ \n--b=2\"\n",
        "OPTS=\"--a=1 \\\t\n--b=2\"\n",
        "OPTS=\"--a=1\\\n--b=2\"\n",
        "OPTS=\"--a=1 \\\\\n--b=2\"\n",
        "OPTS=\"--etcd-servers=https://10.0.0.1:2379,\\\nhttps://10.0.0.2:2379 --b=2\"\n",
        "OPTS=\"--a=1 \\\n# comment \\\n--b=2\"\n",
        "OPTS=\"--a=1 # comment\n--b=2\"\n",
        "OPTS=\"--a=1\" # comment\n",
        "OPTS=\"--a=1\"# comment\nOTHER=x\n",
        "OPTS=\"--a=1\"\" --b=2\"\n",
        "OPTS=--a=1   --b=2   --c=3\n",
        "OPTS=--a=1 \\\n--b=2\n",
        "OPTS=  --a=1 --b=2  \n",
        "OPTS='--a=1\n--b=2 \\\n'\n",
        "OPTS=\"--a=1\n--b=2\n\"\n",
        "OPTS=\"--a='x y' --b=\\\"z w\\\"\"\n",
        "OPTS=\"--a=\\$HOME --b=\\`c --d=\\n\"\n",
        "OPTS=--a=\\$HOME\\ x\n",
        "# OPTS=\"--old=1\"\nOPTS=\"--a=1\"\n#OPTS=\"--old=2\"\n",
        "; comment \\\nOPTS=--lost=1\nOPTS=--a=1\n",
        "OPTS=\"--a=1\"\nOPTS=\"--b=2\"\n",
        "OPTS=\"--a=1\"",
        "OPTS=\"--a=1\r\n--b=2\"\r\n",
        "OPTS=\"--a=1 \\\r\n--b=2\"\r\n",
        "OPTS=--a=1 --b=2\r\n",
        "OPTS=\"--a=1\u00a0--b=2\"\n",
        "OPTS=\"--标签=中文 --b=2\"\n",
        "OPTS =\"--a=1\"\n",
        "  OPTS=\"--a=1\"\n",
        "no assignment\nOPTS=--a=1\n",
        "OPTS=\"--a=1 --b\" --c\n",
        "OPTS=\n",
        "OPTS=\"--a=1 --unclosed\nNEXT=2\n",
        "OPTS=\"--a=\\\"\\\" --b=''\"\n",
        "OPTS=--a='x  \\\r\n",
        "\uFEFFOPTS=\"--a=1 --b=2\"\n",
        "\uFEFF# x\nOPTS=--a=1\n",
    ];

    private static readonly string[] ExecLines =
    [
        "--a=1 --b \"2 3\" '--c=4 5' --d=\"6\"7",
        "--a=1 \\\n  --b=2 \\\n# comment\n  ; another\n  --c=3",
        "--a=1 \\ \n--lost=1",
        "--a=\\x41\\t\\101\\s\\\\ --b=\\q",
        "--a=%% --b=$$OPTS --c=${OPTS} ${OPTS}x",
        "$OPTS $NOTHING ${NOTHING} --z",
        "  --a=1   ",
        "--a=1\r\n",
        "--标签=中文",
        "--a='$OPTS' --b=\"${OPTS}\"",
        "$INUNIT ${INUNIT}",
    ];

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Every_shape_reads_as_systemd_reads_it()
    {
        Compare([.. Shapes.Select(file => (file, "$OPTS"))]);
        Assert.Equal("--a=1\0 \0--b=2\0", File.ReadAllText(Result(1)));
    }

    [Fact]
    public void Every_command_line_reads_as_systemd_reads_it() =>
        Compare([.. ExecLines.Select(line => ("OPTS=\"--x=1 \\\"y z\\\"\"\n", line))]);

    [Fact]
    public void Random_flag_files_read_as_systemd_reads_them()
    {
        var piece = Gen.OneOf("--a=1", "--b", " ", "  ", "\t", "\n", "\\\n", "\\ \n", "\"", "'", "\\", "#", ";", "x", "\\\"", "$H", "=", "\r\n", "中");
        var random = new List<string>();
        Gen.Select(piece.Array[0, 14], Gen.OneOf("OPTS=", "OPTS=\"", "# x\nOPTS='", ""), Gen.OneOf("", "\"\n", "'\n", "\n"))
            .Select((pieces, start, end) => start + string.Concat(pieces) + end)
            .Sample(random.Add, iter: 400, threads: 1);
        Compare([.. random.Select(file => (file, "$OPTS"))]);
    }

    private void Compare((string Flags, string Exec)[] files)
    {
        Tool.Require("systemd-nspawn");
        Tool.RequireRoot();
        WriteRoot(files);
        // Two of them at once would share one cgroup and disturb each other, also from two checkouts on one machine.
        var (code, text) = Tool.Run(
            "flock",
            Path.Combine(Path.GetTempPath(), "haplane-systemd-reading.lock"),
            "timeout",
            "120",
            "systemd-nspawn",
            "-q",
            "-D",
            root,
            "--bind-ro=/usr",
            "--register=no",
            "--keep-unit",
            "--private-network",
            "--console=pipe",
            "/usr/lib/systemd/systemd",
            "--unit=all.target",
            "--log-level=err");
        Assert.SkipWhen(code != 0 && !File.Exists(Result(0)), $"systemd cannot be started in a namespace here: {text}");
        for (var i = 0; i < files.Length; i++)
        {
            var theirs = File.ReadAllText(Result(i)).Split('\0')[..^1];
            var ours = Ours(i, files[i].Flags);
            Assert.True(ours.SequenceEqual(theirs), $"{Show(files[i].Flags)}\n{Show(files[i].Exec)}\nsystemd: {Show(string.Join('|', theirs))}\nours:    {Show(string.Join('|', ours))}");
        }
    }

    // The unit that systemd was given, read again; the printer's own three arguments come first.
    private string[] Ours(int i, string flags)
    {
        var unit = UnitFile.Parse(Source(File.ReadAllText(UnitPath(i))));
        var command = CommandLine.Of(unit, _ => Source(flags)) ?? throw new InvalidDataException(flags);
        return [.. command.Arguments.Skip(3).Select(word => word.ToString())];
    }

    private void WriteRoot((string Flags, string Exec)[] files)
    {
        foreach (var folder in new[] { "usr", "etc/systemd/system", "var", "run", "tmp", "proc", "sys", "dev", "out", "root", "flags" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var link in new[] { "bin", "sbin", "lib", "lib64" })
            File.CreateSymbolicLink(Path.Combine(root, link), $"usr/{link}");
        Write("etc/os-release", "ID=test\n");
        Write("etc/machine-id", "");
        var names = files.Select((_, i) => $"print-{Number(i)}.service").ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            Write($"flags/{Number(i)}", files[i].Flags);
            Write($"etc/systemd/system/{names[i]}", $"""
                [Unit]
                DefaultDependencies=no
                [Service]
                Type=oneshot
                Environment=OTHER=x "INUNIT=--u=1 --v"
                EnvironmentFile=-/flags/{Number(i)}
                StandardOutput=file:/out/{Number(i)}
                ExecStart={Printer} {files[i].Exec}

                """);
        }

        Write("etc/systemd/system/end.service", $"[Unit]\nDefaultDependencies=no\nAfter={string.Join(' ', names)}\nSuccessAction=exit\nFailureAction=exit\n[Service]\nType=oneshot\nExecStart=/bin/true\n");
        Write("etc/systemd/system/all.target", $"[Unit]\nDefaultDependencies=no\nWants=end.service {string.Join(' ', names)}\n");
    }

    private string UnitPath(int i) => Path.Combine(root, "etc/systemd/system", $"print-{Number(i)}.service");

    private string Result(int i) => Path.Combine(root, "out", Number(i));

    private void Write(string path, string content) => File.WriteAllBytes(Path.Combine(root, path), Encoding.UTF8.GetBytes(content));

    private static SourceFile Source(string text) => new("test", Encoding.UTF8.GetBytes(text));

    private static string Number(int i) => i.ToString("D4", CultureInfo.InvariantCulture);

    private static string Show(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
}
