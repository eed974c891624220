using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CsCheck;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Tests.Tools;

/// <summary>
/// systemd itself says what a program gets: units that print their arguments, started by a systemd of the test's own, in a root and a
/// network of its own. Our reading of the same files must give the same arguments.
/// </summary>
public sealed class SystemdReadingTests : IDisposable
{
    // Printed with a NUL after each, because an argument may hold a newline. %% and $$ are one % and one $ to systemd.
    private const string Printer = "/bin/sh -c 'for a; do printf \"%%s\\\\0\" \"$$a\"; done' sh";

    private const string HostName = "reading-host";
    private const string DropInLine = "--a=${ORDER} --b=${TYPE} --c=${PREFIX} --d=${OWN} --e=${GONE} --f=${CONTROL} --g=${SECOND}";

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
        "$OPTS,x $OPTS-y $ --z",
        "--n=%n --N=%N --p=%p --P=%P --i=%i --j=%j --J=%J --f=%f",
        "--H=%H --l=%l --h=%h --u=%u --U=%U",
        "--t=%t --S=%S --C=%C --L=%L --E=%E --T=%T --V=%V",
        "--a=%%H --b=%%%H --c=x%Hy",
        "--a=${BYUNIT} $BYUNIT",
        "--a=${GONE} $GONE ${KEPT} ${ALSOGONE}",
        "--a=${QUOTED} --b=${GLOB} --c=${HIDDEN} --d=${NAMED}",
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

    [Fact]
    public void Drop_ins_count_as_systemd_counts_them()
    {
        WriteRoot([("OPTS=x\n", DropInLine)]);
        const string Units = "etc/systemd/system";
        Write($"{Units}/service.d/10-a.conf", "[Service]\nEnvironment=ORDER=type TYPE=1\n");
        Write($"{Units}/service.d/20-b.conf", "[Service]\nEnvironment=ORDER=type-b SECOND=1\n");
        Write($"{Units}/print-.service.d/10-a.conf", "[Service]\nEnvironment=ORDER=prefix PREFIX=1\n");
        Write($"{Units}/print-.service.d/50-gone.conf", "[Service]\nEnvironment=GONE=1\n");
        Write($"{Units}/print-.service.d/90-empty.conf", "[Service]\nEnvironment=ORDER=last\n");
        Write($"{Units}/print-0000.service.d/05-z.conf", "[Service]\nEnvironment=ORDER=own OWN=1\n");
        Write($"{Units}/print-0000.service.d/90-empty.conf", "");
        Write($"{Units}/print-0000.service.d/note.txt", "[Service]\nEnvironment=ORDER=text\n");
        File.CreateSymbolicLink(Path.Combine(root, $"{Units}/print-0000.service.d/50-gone.conf"), "/dev/null");
        Write("etc/site/60-c.conf", "[Service]\nEnvironment=CONTROL=1\n");
        Directory.CreateDirectory(Path.Combine(root, "etc/systemd/system.control"));
        Directory.CreateSymbolicLink(Path.Combine(root, "etc/systemd/system.control/print-0000.service.d"), "/etc/site");
        Run([("OPTS=x\n", DropInLine)]);
        Assert.Equal("--a=type-b\0--b=\0--c=1\0--d=1\0--e=\0--f=1\0--g=1\0", File.ReadAllText(Result(0)));
    }

    private void Compare((string Flags, string Exec)[] files)
    {
        WriteRoot(files);
        Run(files);
    }

    private void Run((string Flags, string Exec)[] files)
    {
        Tool.Require("systemd-nspawn");
        Tool.RequireRoot();
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
            $"--hostname={HostName}",
            "--keep-unit",
            "--private-network",
            "--console=pipe",
            "/usr/lib/systemd/systemd",
            "--unit=all.target",
            "--log-level=err");
        Assert.SkipWhen(code != 0 && !File.Exists(Result(0)), $"systemd cannot be started in a namespace here: {text}");
        var host = Host();
        for (var i = 0; i < files.Length; i++)
        {
            var theirs = File.ReadAllText(Result(i)).Split('\0')[..^1];
            var ours = Ours(i, files[i].Flags, host);
            Assert.True(
                ours.SequenceEqual(theirs),
                $"{Show(files[i].Flags)}\n{Show(files[i].Exec)}\nsystemd: {Show(string.Join('|', theirs))}\nours:    {Show(string.Join('|', ours))}");
        }
    }

    // The unit that systemd was given, read again with its drop-ins; the printer's own three arguments come first.
    private static string[] Ours(int i, string flags, HostCapture host)
    {
        var name = $"print-{Number(i)}.service";
        var own = UnitFile.Parse(host.Files[$"/etc/systemd/system/{name}"]);
        var unit = own with { Entries = [.. own.Entries, .. DropIn.Of(host, name).SelectMany(dropIn => UnitFile.Parse(dropIn.File).Entries)] };
        var command = CommandLine.Of(unit, name, host.View) ?? throw new InvalidDataException(flags);
        return [.. command.Arguments.Skip(3).Select(word => word.ToString())];
    }

    private void WriteRoot((string Flags, string Exec)[] files)
    {
        foreach (var folder in new[] { "usr", "etc/systemd/system", "var", "var/tmp", "run", "tmp", "proc", "sys", "dev", "out", "root", "flags" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        foreach (var link in new[] { "bin", "sbin", "lib", "lib64" })
            File.CreateSymbolicLink(Path.Combine(root, link), $"usr/{link}");
        Write("etc/os-release", "ID=test\n");
        Write("etc/machine-id", "");
        Write("flags/quoted", "QUOTED=1\n");
        Write("flags/glob-1a.conf", "GLOB=first\n");
        Write("flags/glob-2b.conf", "GLOB=second\n");
        Write("flags/glob-3z.conf", "GLOB=third\n");
        Write("flags/.glob-1a.conf", "HIDDEN=1\n");
        Write("flags/print", "NAMED=1\n");
        var names = files.Select((_, i) => $"print-{Number(i)}.service").ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            Write($"flags/{Number(i)}", files[i].Flags);
            Write($"etc/systemd/system/{names[i]}", $"""
                [Unit]
                DefaultDependencies=no
                [Service]
                Type=oneshot
                Environment=OTHER=x "INUNIT=--u=1 --v" "BYUNIT=%p %%p" GONE=1 KEPT=2 ALSOGONE=3
                UnsetEnvironment=GONE KEPT=1 ALSOGONE=3
                EnvironmentFile=-/flags/{Number(i)}
                EnvironmentFile="/flags/quoted"
                EnvironmentFile=-/flags/glob-?[a-c].*
                EnvironmentFile=-/flags/%p
                StandardOutput=file:/out/{Number(i)}
                ExecStart={Printer} {files[i].Exec}

                """);
        }

        Write(
            "etc/systemd/system/end.service",
            $"[Unit]\nDefaultDependencies=no\nAfter={string.Join(' ', names)}\nSuccessAction=exit\nFailureAction=exit\n[Service]\nType=oneshot\n"
                + "ExecStart=/bin/true\n");
        Write("etc/systemd/system/all.target", $"[Unit]\nDefaultDependencies=no\nWants=end.service {string.Join(' ', names)}\n");
    }

    // The root as it would be captured.
    private HostCapture Host()
    {
        var paths = new[] { "etc", "flags" }
            .SelectMany(folder => Directory.GetFileSystemEntries(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .ToArray();
        var entries = paths.Where(path => new FileInfo(path).LinkTarget is not null || File.Exists(path))
            .ToDictionary(path => path[root.Length..], Entry);
        var files = paths.Where(path => new FileInfo(path).LinkTarget is null && File.Exists(path))
            .ToDictionary(path => path[root.Length..], path => new SourceFile(path, File.ReadAllBytes(path)));
        return new HostCapture(
            HostName,
            Source("{}"),
            entries.ToImmutableSortedDictionary(StringComparer.Ordinal),
            files.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private InventoryEntry Entry(string path)
    {
        var target = new FileInfo(path).LinkTarget;
        return new InventoryEntry(
            path[root.Length..],
            target is null ? EntryType.File : EntryType.Link,
            new Permissions("0644"),
            new FileOwner("root:root"),
            null,
            target,
            null,
            null,
            null,
            Location.StartOf(Source("{}")));
    }

    private string Result(int i) => Path.Combine(root, "out", Number(i));

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.Combine(root, Path.GetDirectoryName(path) ?? ""));
        File.WriteAllBytes(Path.Combine(root, path), Encoding.UTF8.GetBytes(content));
    }

    private static SourceFile Source(string text) => new("test", Encoding.UTF8.GetBytes(text));

    private static string Number(int i) => i.ToString("D4", CultureInfo.InvariantCulture);

    private static string Show(string text) => text.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t");
}
