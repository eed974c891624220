using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Tests.Support;

namespace Generator.Tests.Tools;

/// <summary>nginx judges every configuration that the cases hold, byte for byte as it would be delivered.</summary>
public sealed class NginxTests : IDisposable
{
    // In namespaces of its own: the distribution's module line of Red Hat, its user, and the balancer's addresses are there, and the machine's
    // nginx, users and network stay as they are.
    private const string Script = """
        set -eu
        scratch=$1
        ip link set lo up
        ip addr add 192.168.3.173/32 dev lo
        cp -r /usr/lib/nginx/modules/. "$scratch"
        cp /usr/share/nginx/modules-available/mod-stream.conf "$scratch"
        mount --bind "$scratch" /usr/lib/nginx/modules
        { cat /etc/passwd; echo 'nginx:x:990:990::/:/bin/false'; } > "$scratch/passwd"
        { cat /etc/group; echo 'nginx:x:990:'; } > "$scratch/group"
        mount --bind "$scratch/passwd" /etc/passwd
        mount --bind "$scratch/group" /etc/group
        exec nginx -t -c "$2"
        """;

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-nginx-").FullName;

    public static TheoryData<string, string> Configurations => Case.FilesThatEndIn("nginx.conf");

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [MemberData(nameof(Configurations))]
    public void Nginx_accepts_the_configuration(string name, string file)
    {
        var (code, text) = Judge(Case.Of(name).Bytes(file));
        Assert.True(code == 0, text);
    }

    [Fact]
    public void Nginx_refuses_a_configuration_without_the_line_that_loads_the_stream_module()
    {
        var lines = Example.Split('\n').Where(line => !line.StartsWith("include ", StringComparison.Ordinal));
        var (code, text) = Judge(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.NotEqual(0, code);
        Assert.Contains("unknown directive \"stream\"", text);
    }

    [Fact]
    public void The_configuration_means_what_the_runbook_means_and_adds_only_limits()
    {
        var runbook = Directory.Exists(Repository.Path("..", "shared", "runbook"))
            ? Directory.GetFiles(Repository.Path("..", "shared", "runbook"), "*.txt").FirstOrDefault()
            : null;
        Assert.SkipWhen(runbook is null, "the runbook is not beside this checkout");
        var text = File.ReadAllText(runbook);
        var start = text.IndexOf("user nginx;", StringComparison.Ordinal);
        var theirs = Flat(text[start..text.IndexOf("\nEOF", start, StringComparison.Ordinal)])
            .Where(line => !line.StartsWith(Connections, StringComparison.Ordinal))
            .ToArray();
        var ours = Flat(Example).ToArray();
        Assert.Equal(theirs, ours.Where(theirs.Contains));
        string[] added =
        [
            "/worker_rlimit_nofile 32768",
            "/worker_shutdown_timeout 60s",
            $"{Connections}16384",
            "/stream/upstream k8s-apiserver/least_conn",
            "/stream/server/proxy_connect_timeout 2s",
            "/stream/server/proxy_timeout 1h",
            "/stream/server/proxy_socket_keepalive on",
        ];
        Assert.Equal(added, ours.Except(theirs));
    }

    // A limit, which the runbook has lower.
    private const string Connections = "/events/worker_connections ";

    private static string Example => Encoding.UTF8.GetString(Case.Example.Bytes("hosts/lb1/etc/nginx/nginx.conf"));

    private (int Code, string Text) Judge(byte[] configuration)
    {
        Tool.Require("nginx");
        Tool.Require("unshare");
        Tool.RequireRoot();
        Assert.SkipUnless(File.Exists("/usr/share/nginx/modules-available/mod-stream.conf"), "nginx's stream module is not installed here");
        var file = Path.Combine(scratch, "judged");
        File.WriteAllBytes(file, configuration);
        return Tool.Run("unshare", "-mn", "sh", "-c", Script, "sh", scratch, file);
    }

    // Every directive with the blocks around it; how often a master may fail is a limit and not a meaning.
    private static IEnumerable<string> Flat(string text) =>
        Flat(NginxFile.Parse(new SourceFile("nginx.conf", Encoding.UTF8.GetBytes(text))) ?? throw new InvalidDataException(text), "");

    private static IEnumerable<string> Flat(ImmutableArray<NginxDirective> directives, string above) =>
        from directive in directives
        let arguments = directive.Name == "server"
            ? directive.Arguments.Where(argument => !argument.Contains('=', StringComparison.Ordinal))
            : directive.Arguments
        let path = $"{above}/{string.Join(' ', arguments.Prepend(directive.Name))}"
        from line in directive.Block.IsEmpty ? [path] : Flat(directive.Block, path).Prepend(path)
        select line;
}
