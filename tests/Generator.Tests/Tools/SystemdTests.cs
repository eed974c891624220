using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>systemd judges every unit that the cases hold, original and patched, in a root of its own.</summary>
public sealed class SystemdTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("haplane-systemd-").FullName;

    public static TheoryData<string, string> Units =>
    [
        .. from name in Case.Names
           from file in Case.Of(name).OwnOriginals()
           where IsUnit(file.Path)
           select (name, file.Path),
    ];

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [MemberData(nameof(Units))]
    public void Systemd_accepts_the_unit(string name, string file)
    {
        var (code, text) = Judge(file, Case.Of(name).Originals().Single(original => original.Path == file).Text);
        Assert.True(code == 0 && text.Length == 0, text);
    }

    public static TheoryData<string, string> PlacedUnits =>
    [
        .. from golden in Case.Compiling
           from file in golden.Output.Files.Keys
           where file.StartsWith("hosts/", StringComparison.Ordinal) && IsUnit(file)
           select (golden.Name, file),
    ];

    [Theory]
    [MemberData(nameof(PlacedUnits))]
    public void Systemd_accepts_the_placed_unit(string name, string file)
    {
        var (code, text) = Judge(file, Encoding.UTF8.GetString(Case.Of(name).Bytes(file)));
        Assert.True(code == 0 && text.Length == 0, text);
    }

    [Fact]
    public void Systemd_finds_a_key_that_it_does_not_know()
    {
        var file = "out-example/originals/k8s-master1/usr/lib/systemd/system/kubelet.service";
        var (_, text) = Judge(file, File.ReadAllText(Repository.Path(file)).Replace("Restart=", "Restrat="));
        Assert.Contains("Unknown key 'Restrat'", text);
    }

    private static bool IsUnit(string file) => file.EndsWith(".service", StringComparison.Ordinal);

    private (int Code, string Text) Judge(string file, string content)
    {
        Tool.Require("systemd-analyze");
        var name = Path.GetFileName(file);
        Write($"etc/systemd/system/{name}", content);
        foreach (var target in new[] { "sysinit", "basic", "shutdown", "multi-user", "network", "network-online" })
            Write($"usr/lib/systemd/system/{target}.target", "[Unit]\n");
        // What the unit starts and wants has to be there for systemd, and nothing of it runs.
        var unit = UnitFile.Parse(new SourceFile(file, Encoding.UTF8.GetBytes(content)));
        var services = new[] { "Requires", "Wants", "After" }
            .SelectMany(key => unit.All("Unit", key))
            .SelectMany(entry => entry.Value.Text.Split(' '))
            .Where(wanted => wanted.EndsWith(".service", StringComparison.Ordinal));
        foreach (var wanted in services)
            Write($"usr/lib/systemd/system/{wanted}", "[Service]\nExecStart=/bin/true\n");
        Program("bin/true");
        foreach (var exec in unit.Entries.Where(entry => entry.Key.StartsWith("Exec", StringComparison.Ordinal)))
            Program(exec.Value.Text.Split(' ')[0].TrimStart('/', '-'));
        return Tool.Run("systemd-analyze", "verify", "--man=no", $"--root={root}", $"/etc/systemd/system/{name}");
    }

    private void Program(string path)
    {
        Write(path, "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(root, path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(string path, string content)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? root);
        File.WriteAllText(full, content);
    }
}
