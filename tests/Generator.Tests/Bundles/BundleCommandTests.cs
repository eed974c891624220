using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Generator.Tests.Tools;

namespace Generator.Tests.Bundles;

/// <summary>What <c>haplane bundle</c> writes, and what it refuses to.</summary>
public sealed class BundleCommandTests : IDisposable
{
    private readonly BundleFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_folders_of_two_days_give_the_same_bytes()
    {
        using var other = new BundleFolder();
        var (payload, same) = (folder.Payload(), other.Payload("elsewhere/字"));
        foreach (var file in new[] { other.Of("elsewhere"), other.Cluster }
            .SelectMany(path => Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Assert.Equal(
            File.ReadAllBytes(folder.Bundle("a.tar.gz", "--payload", payload)), File.ReadAllBytes(other.Bundle("b.tar.gz", "--payload", same)));
    }

    [Theory]
    [InlineData("tar")]
    [InlineData("busybox")]
    public void Any_tar_unpacks_it_and_every_digest_is_right(string tar)
    {
        Tool.Require(tar);
        Tool.Require("sha256sum");
        var file = folder.Bundle("a.tar.gz", "--payload", folder.Payload());
        Directory.CreateDirectory(folder.Of("there"));
        const string Script = "cd \"$1\" && $3 -xzf \"$2\" && cd haplane-runbook && sha256sum --strict --quiet -c SHA256SUMS && cd out && sha256sum "
            + "--strict --quiet -c SHA256SUMS";
        var (code, text) = Tool.Run("sh", "-c", Script, "sh", folder.Of("there"), file, tar == "busybox" ? "busybox tar" : "tar");
        Assert.True(code == 0 && text.Length == 0, text);
        var program = folder.Of("there/haplane-runbook/payload/control-plane/amd64/data/application/kubernetes/bin/kubelet");
        Assert.Equal(BundleFolder.Program("kubelet"), File.ReadAllBytes(program));
        Assert.True(File.GetUnixFileMode(program).HasFlag(UnixFileMode.OtherExecute));
        Assert.True(File.GetUnixFileMode(folder.Of("there/haplane-runbook/out/bin/rollout.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.False(File.GetUnixFileMode(folder.Of("there/haplane-runbook/out/README.md")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void An_entry_says_nothing_of_its_maker()
    {
        using var file = File.OpenRead(folder.Bundle("a.tar.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        while (tar.GetNextEntry() is { } entry)
        {
            var plain = Assert.IsType<UstarTarEntry>(entry);
            Assert.Equal((0, 0, "", ""), (plain.Uid, plain.Gid, plain.UserName, plain.GroupName));
            Assert.Equal(new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero), plain.ModificationTime);
        }
    }

    [Fact]
    public void With_all_programs_nothing_but_secrets_comes_from_the_source()
    {
        var (code, output, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", folder.Payload());
        Assert.True(code == 0, error);
        Assert.Contains("carries: 24 files and 0 packages", output);
        Assert.Contains("from the source master on site: only secrets\n", output);
        Assert.Contains($"identity: {Convert.ToHexStringLower(SHA256.HashData(Content("SHA256SUMS")))}\n", output);
        Assert.EndsWith("On site: tar -xf a.tar.gz && cd haplane-runbook && sh install.sh verify\n", output);
        var plan = Encoding.UTF8.GetString(Content("bundle.plan"));
        Assert.StartsWith("haplane-bundle\t1\trunbook\t-\npayload\t", plan);
        Assert.Contains("\tv1.20.4\tpayload/control-plane/amd64/data/application/kubernetes/bin/kube-apiserver\n", plan);
        Assert.Contains("\t-\tpayload/control-plane/any/data/application/kubernetes/ssl/ca.pem\n", plan);
        Assert.DoesNotContain("from-source", plan);
        Assert.DoesNotContain("key.pem", plan);
    }

    [Fact]
    public void Without_a_payload_everything_comes_from_the_source()
    {
        folder.Bundle("a.tar.gz");
        var plan = Encoding.UTF8.GetString(Content("bundle.plan")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(24, plan.Count(line => line.StartsWith("from-source\t/", StringComparison.Ordinal)));
        Assert.Equal(25, plan.Length);
    }

    [Fact]
    public void Another_release_of_a_program_is_refused_with_both_digests()
    {
        var payload = folder.Payload();
        folder.Write("payload/kubernetes/server/bin/kubelet", "another kubelet"u8.ToArray());
        var (code, output, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", payload);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"{payload}/kubernetes/server/bin/kubelet:1:1: error BND005", error);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData("another kubelet"u8)), error);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(BundleFolder.Program("kubelet"))), error);
        Assert.Contains("release v1.20.4", error);
        Assert.False(File.Exists(folder.Of("a.tar.gz")));

        // Where the right one is there too, the other one is just not needed.
        folder.Write("payload/again/kubelet", BundleFolder.Program("kubelet"));
        (code, _, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", payload);
        Assert.Equal(0, code);
        Assert.Contains($"note: {payload}/kubernetes/server/bin/kubelet: left out, no host needs it\n", error);
    }

    public static TheoryData<string, string, string> Secrets => new()
    {
        { "ssl/ca-key.pem", "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAc5f00d\n-----END RSA PRIVATE KEY-----\n", "a private key, on line 1" },
        { "ssl/all.txt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\nc5f00d\n"
            + "", "a private key, on line 4" },
        { "ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\nc5f00d\n", "a private key, on line 1" },
        { "tls.yaml", "kind: List\nkey: |\n  -----BEGIN EC PRIVATE KEY-----\n  c5f00d\n", "a private key, on line 3" },
        { "tls.json", "{\"key\": \"-----BEGIN PRIVATE KEY-----\\nc5f00d\"}", "a private key, on line 1" },
        { "coded.yaml", $"tls.key: {Convert.ToBase64String("\n\n-----BEGIN OPENSSH PRIVATE KEY-----\nc5f00d\n"u8)}\n", "a private key, on line 1" },
        {
            "folded.yaml",
            $"tls.key: >-\n  {Convert.ToBase64String("# of the site\n-----BEGIN EC PRIVATE KEY-----\nc5f00dc5f00d\n"u8).Insert(40, "\n  ")}\n",
            "a private key, on line 2"
        },
        { "token.csv", "c5f00d0123456789abcdef0123456789,kubelet-bootstrap,10001,\"system:node-bootstrapper\"\n"
            + "", "a table of tokens or passwords, on line 1" },
        { "users", "# the site's\nc5f00d,admin,1,system:masters\n", "a table of tokens or passwords, on line 2" },
        { "basic_auth.csv", "c5f00d,admin,1\n", "a table of tokens or passwords, on line 1" },
        { "enc.yaml", "kind: EncryptionConfiguration\nresources:\n- providers:\n  - aescbc: {keys: [{name: k, secret: c5f00dc5f00d}]}\n"
            + "", "an encryption configuration with its keys, on line 4" },
        { "admin", "apiVersion: v1\nkind: Config\nclusters: []\nusers:\n- name: a\n  user:\n    token: c5f00d\n"
            + "", "a kubeconfig with credentials, on line 7" },
        { "admin.json", "{\"clusters\": [], \"users\": [{\"name\": \"a\", \"user\": {\"password\": "
            + "\"c5f00d\"}}]}", "a kubeconfig with credentials, on line 1" },
        { "anchored", "clusters: &c []\nusers:\n- name: a\n  user:\n    client-key-data: c5f00dc5f00d\n"
            + "", "a kubeconfig with credentials, on line 5" },
        { "bootstrap.yaml", "kind: Secret\nstringData:\n  token-id: abcdef\n  token-secret: c5f00d0123456789\n"
            + "", "a Secret of Kubernetes, on line 4" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_in_the_payload_is_refused_by_its_content_and_not_shown(string name, string content, string expected)
    {
        var payload = folder.Payload();
        folder.Write($"payload/{name}", Encoding.UTF8.GetBytes(content));
        var (code, output, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", payload);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"{payload}/{name}:1:1: error BND007: this file of the payload contains {expected} (hint: remove it", error);
        Assert.DoesNotContain("c5f00d", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Of("a.tar.gz")));
    }

    [Fact]
    public void A_file_of_the_payload_that_is_a_secret_of_the_source_is_refused_by_its_digest()
    {
        var payload = folder.Payload();
        var inventory = Path.Combine(folder.Cluster, "originals", "k8s-master1", "capture.json");
        File.WriteAllText(
            inventory,
            File.ReadAllText(inventory)
                .Replace(
                    "f36a685c629cb5ce495067c90d3ab68ebc1977b791dd85d04da847e731e8b915",
                    Convert.ToHexStringLower(SHA256.HashData("of no known form"u8)),
                    StringComparison.Ordinal));
        folder.Build();
        folder.Write("payload/any", "of no known form"u8.ToArray());
        var (code, _, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", payload);
        Assert.Equal(1, code);
        Assert.Contains(
            $"{payload}/any:1:1: error BND007: this file of the payload is /data/application/kubernetes/ssl/ca-key.pem of k8s-master1, "
                + "which contains a secret (hint: remove it",
            error);
    }

    [Theory]
    [InlineData("README", "Write -----BEGIN RSA PRIVATE KEY-----/-----END\", or a token: none\n")]
    [InlineData("check.sh", "grep -q '-----BEGIN RSA PRIVATE KEY-----' \"$1\"\n")]
    [InlineData("images.csv", "registry/pause,3.2,amd64\nregistry/coredns,1.7.0,amd64\n")]
    [InlineData("rbac.yaml", "kind: ClusterRole\nrules: [{resources: [secrets], verbs: [get]}]\n")]
    [InlineData("redacted", "clusters: []\nusers: [{name: a, user: {token: haplane-redacted}}]\n")]
    [InlineData("sa.pub", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void What_only_speaks_of_secrets_is_left_out_and_no_more(string name, string content)
    {
        var payload = folder.Payload();
        folder.Write($"payload/{name}", Encoding.UTF8.GetBytes(content));
        var (code, _, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", payload);
        Assert.True(code == 0, error);
        Assert.Contains($"note: {payload}/{name}: left out, no host needs it\n", error);
    }

    [Fact]
    public void A_key_is_found_in_binary_form_and_at_the_end_of_a_long_text()
    {
        Tool.Require("openssl");
        var payload = folder.Payload();
        Assert.Equal(
            0,
            Tool.Run(
                "openssl",
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-outform",
                "DER",
                "-out",
                folder.Of("payload/pkcs8")).Code);
        Assert.Equal(
            0,
            Tool.Run(
                "openssl",
                "pkey",
                "-inform",
                "DER",
                "-in",
                folder.Of("payload/pkcs8"),
                "-traditional",
                "-outform",
                "DER",
                "-out",
                folder.Of("payload/sec1")).Code);
        folder.Write("payload/long", [.. Enumerable.Repeat((byte)'\n', (16 << 20) - 10), .. "-----BEGIN EC PRIVATE KEY-----\nc5f00d\n"u8]);
        var (code, _, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", payload);
        Assert.Equal(1, code);
        foreach (var name in new[] { "pkcs8", "sec1", "long" })
            Assert.Contains($"{payload}/{name}:1:1: error BND007: this file of the payload contains a private key", error);
    }

    [Fact]
    public void Packages_are_carried_with_the_version_of_their_name()
    {
        folder.Write("payload/debs/nginx_1.22.1-9+deb12u1_amd64.deb", "a package"u8.ToArray());
        folder.Write("payload/nginx-1.20.1-10.el7.x86_64.rpm", "another"u8.ToArray());
        folder.Write("payload/LICENSE", "text"u8.ToArray());
        var (_, output, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", folder.Of("payload"));
        Assert.Contains("13 files and 2 packages", output);
        Assert.Contains("LICENSE: left out, no host needs it\n", error);
        var plan = Encoding.UTF8.GetString(Content("bundle.plan"));
        Assert.Contains("\t9\t1.22.1-9+deb12u1\tpackages/nginx_1.22.1-9+deb12u1_amd64.deb\n", plan);
        Assert.Contains("\t7\t1.20.1-10.el7\tpackages/nginx-1.20.1-10.el7.x86_64.rpm\n", plan);
        Assert.Contains("from-source\t/usr/bin/kubectl\n", plan);
        Assert.Equal(0, BundleFolder.Run("bundle", "verify", folder.Of("a.tar.gz")).Code);
    }

    [Fact]
    public void A_stale_result_is_not_bundled()
    {
        folder.Append("\n# a remark\n");
        folder.Bundle("a.tar.gz");
        File.AppendAllText(Path.Combine(folder.Cluster, "out", "README.md"), "more");
        var (code, output, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("b.tar.gz"));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("README.md; run \"haplane build\"", error);
        Assert.False(File.Exists(folder.Of("b.tar.gz")));
    }

    [Fact]
    public void A_result_alone_is_bundled_as_it_is_and_only_where_it_is_whole()
    {
        var result = Path.Combine(folder.Cluster, "out");
        Assert.Equal(0, BundleFolder.Run("bundle", result, "-o", folder.Of("a.tar.gz")).Code);
        Assert.Equal(File.ReadAllBytes(folder.Bundle("b.tar.gz")), File.ReadAllBytes(folder.Of("a.tar.gz")));
        File.AppendAllText(Path.Combine(result, "rollout.plan"), "more");
        var (code, _, error) = BundleFolder.Run("bundle", result, "-o", folder.Of("c.tar.gz"));
        Assert.Equal(1, code);
        Assert.Contains("out/rollout.plan:1:1: error OUT003", error);
    }

    [Fact]
    public void Errors_of_the_topology_write_nothing()
    {
        folder.Append("\nnonsense: 1\n");
        var (code, _, error) = BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"));
        Assert.Equal(1, code);
        Assert.Contains("SHP001", error);
        Assert.False(File.Exists(folder.Of("a.tar.gz")));
    }

    [Fact]
    public void Only_a_bundle_is_replaced()
    {
        folder.Bundle("a.tar.gz");
        folder.Bundle("a.tar.gz");
        folder.Write("b.tar.gz", "mine"u8.ToArray());
        File.CreateSymbolicLink(folder.Of("c.tar.gz"), folder.Of("a.tar.gz"));
        foreach (var name in new[] { "b.tar.gz", "c.tar.gz", "cluster", "no/such/a.tar.gz" })
            Assert.Equal(64, BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of(name)).Code);
        Assert.Equal("mine", File.ReadAllText(folder.Of("b.tar.gz")));
        Assert.Empty(Directory.EnumerateFiles(folder.Of(""), ".*"));
    }

    [Fact]
    public void The_commit_stands_in_the_plan_where_the_folder_is_clean()
    {
        Tool.Require("git");
        string Git(params string[] arguments) => Tool.Run(
            "git", ["-C", folder.Cluster, "-c", "user.name=n", "-c", "user.email=e", .. arguments]).Text.Trim();
        Git("init", "-q");
        Git("add", ".");
        Git("commit", "-q", "-m", "first");
        folder.Bundle("a.tar.gz");
        Assert.Contains($"\trunbook\t{Git("rev-parse", "HEAD")}\n", Encoding.UTF8.GetString(Content("bundle.plan")));
        Assert.Contains($"made from commit {Git("rev-parse", "HEAD")}\n", BundleFolder.Run("bundle", "verify", folder.Of("a.tar.gz")).Output);
        folder.Append("\n# a remark\n");
        folder.Bundle("a.tar.gz");
        Assert.Contains("\trunbook\t-\n", Encoding.UTF8.GetString(Content("bundle.plan")));
    }

    [Fact]
    public void A_bundle_is_a_side_of_a_comparison()
    {
        var file = folder.Bundle("a.tar.gz", "--payload", folder.Payload());
        Assert.Equal((0, "no difference\n", ""), BundleFolder.Run("diff", file, folder.Cluster, "--exit-code"));
    }

    [Fact]
    public void Misuse_is_said()
    {
        Assert.Contains("--out", BundleFolder.Run("bundle", folder.Cluster).Error);
        Assert.Contains(
            "there is no folder", BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--payload", folder.Of("none")).Error);
        Assert.Contains(
            "there is no key", BundleFolder.Run("bundle", folder.Cluster, "-o", folder.Of("a.tar.gz"), "--sign", folder.Of("none")).Error);
        Assert.Equal(64, BundleFolder.Run("bundle", "verify", folder.Of("none")).Code);
        Assert.False(File.Exists(folder.Of("a.tar.gz")));
    }

    private byte[] Content(string name)
    {
        using var file = File.OpenRead(folder.Of("a.tar.gz"));
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(unpacked);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name != $"haplane-runbook/{name}" || entry.DataStream is null)
                continue;
            using var bytes = new MemoryStream();
            entry.DataStream.CopyTo(bytes);
            return bytes.ToArray();
        }

        throw new InvalidDataException(name);
    }
}
