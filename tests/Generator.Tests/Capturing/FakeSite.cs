using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Capturing;

/// <summary>The disks of the example's hosts behind a program that stands for ssh (fake-ssh beside this file).</summary>
internal sealed class FakeSite : IDisposable
{
    internal static readonly string[] Hosts = ["k8s-master1", "k8s-node1", "k8s-node2"];

    private readonly string folder = Directory.CreateTempSubdirectory("haplane-site-").FullName;

    internal FakeSite()
    {
        Tool.Require("bash");
        foreach (var host in Hosts)
            Copy(Repository.Path("out-example", "originals", host), Path.Combine(Disks, host));
    }

    /// <summary>The folder that is captured into.</summary>
    internal string Cluster => Path.Combine(folder, "cluster");

    /// <summary>Says something of a host; see fake-ssh.</summary>
    internal void Say(string fact, string text) => File.WriteAllText(Path.Combine(Disks, fact), text);

    /// <summary>A file of a host.</summary>
    internal string OnDisk(string host, string path) => Path.Combine(Disks, host, path.TrimStart('/'));

    /// <summary>How many connections were open at once.</summary>
    internal int MostConnections => File.ReadAllLines(Path.Combine(Disks, "most")).Max(int.Parse);

    /// <summary>Every file of the folder that is captured into, with its content.</summary>
    internal SortedDictionary<string, string> Written => Directory.Exists(Cluster)
        ? new(
            Directory.EnumerateFiles(Cluster, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(Cluster, file), File.ReadAllText),
            StringComparer.Ordinal)
        : new(StringComparer.Ordinal);

    /// <summary>Gives many hosts the disk of one.</summary>
    internal void AddLike(string host, IEnumerable<string> names)
    {
        foreach (var name in names)
            Copy(Path.Combine(Disks, host), Path.Combine(Disks, name));
    }

    /// <summary>Runs a command line where the operator is, and expects its end.</summary>
    /// <returns>All that was said.</returns>
    internal string Run(string line, int expected)
    {
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $"cd '{folder}' && export FAKE_DISKS='{Disks}' HAPLANE_SSH='bash {Repository.Path("tests", "Generator.Tests", "Capturing", "fake-ssh")}' "
                + $"&& {Executable.Words} {line} </dev/null");
        Assert.True(code == expected, $"{code}: {text}");
        return text;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Disks => Path.Combine(folder, "disks");

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        var (code, said) = Tool.Run("cp", "-r", $"{from}/.", to);
        Assert.True(code == 0, said);
    }
}
