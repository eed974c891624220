using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Cli;
using Generator.Tests.Tools;

namespace Generator.Tests.Bundles;

/// <summary>A folder with the starter cluster, built, in which the programs of the source are small files that a test can make.</summary>
internal sealed class BundleFolder : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("haplane-bundle-").FullName;

    internal BundleFolder()
    {
        Run("init", Cluster);
        var inventory = Path.Combine(Cluster, "originals", "k8s-master1", "capture.json");
        File.WriteAllText(
            inventory,
            Regex.Replace(
                File.ReadAllText(inventory),
                "(\"path\": \"[^\"]*/(kube[^\"./]*|bridge|flannel|host-local|loopback|portmap)\", .*\"sha256\": \")[0-9a-f]{64}",
                match => match.Groups[1].Value + Digest(Program(match.Groups[2].Value))));
        Build();
    }

    internal string Cluster => Path.Combine(root, "cluster");

    internal string Of(string name) => Path.Combine(root, name);

    internal static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (Generator.Cli.Program.Run(args, output, error), output.ToString(), error.ToString());
    }

    internal void Build() => Assert.Equal(0, Run("build", Cluster).Code);

    /// <summary>Packs the cluster, which has to succeed.</summary>
    internal string Bundle(string name, params string[] options)
    {
        var file = Of(name);
        var (code, output, error) = Run(["bundle", Cluster, "-o", file, .. options]);
        Assert.True(code == ExitCode.Fine, output + error);
        return file;
    }

    /// <summary>A payload with every program, in folders of a release and of the plug-ins.</summary>
    internal string Payload(string name = "payload")
    {
        foreach (var program in new[] { "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet", "kubectl" })
            Write($"{name}/kubernetes/server/bin/{program}", Program(program));
        foreach (var plugin in new[] { "bridge", "flannel", "host-local", "loopback", "portmap" })
            Write($"{name}/plug-ins/{plugin}", Program(plugin));
        return Of(name);
    }

    internal void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Of(name)) ?? root);
        File.WriteAllBytes(Of(name), content);
    }

    /// <summary>Edits the topology.</summary>
    internal void Append(string lines) => File.AppendAllText(Path.Combine(Cluster, "topology.yaml"), lines);

    /// <summary>A key for signing; the file of its private half.</summary>
    internal string Key(string name)
    {
        Tool.Require("ssh-keygen");
        Assert.Equal(0, Tool.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", Of(name)).Code);
        return Of(name);
    }

    /// <summary>The line of an allowed-signers file for a key.</summary>
    internal static string Signer(string who, string key) => $"{who} {File.ReadAllText($"{key}.pub").Trim()}\n";

    public void Dispose() => Directory.Delete(root, recursive: true);

    // The header of a program for amd64, little-endian, and its name.
    internal static byte[] Program(string name) => [.. "\u007fELF"u8, 2, 1, 1, 0, .. new byte[8], 2, 0, 62, 0, .. Encoding.UTF8.GetBytes(name)];

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
