using System.Net.Sockets;
using System.Text;
using Generator.Cli;
using Generator.Tests.Tools;

namespace Generator.Tests.Cli;

/// <summary>Paths that are no regular file, and streams that take nothing: each ends with a message, at once.</summary>
public sealed class HostilePathTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-").FullName;

    public HostilePathTests() => Run("init", folder);

    private string Topology => Path.Combine(folder, "topology.yaml");

    private string Strange => Path.Combine(folder, "originals", "k8s-master1", "strange");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("init", "")]
    [InlineData("check", "")]
    [InlineData("build", "")]
    [InlineData("build", ".", "-o", "")]
    [InlineData("bundle", ".", "-o", "")]
    [InlineData("bundle", ".", "-o", "x", "--payload", "")]
    [InlineData("bundle", "verify", "")]
    public void An_empty_path_is_misuse(params string[] args)
    {
        var (code, error) = Run(args);
        Assert.Equal(64, code);
        Assert.Contains("a path is empty", error);
    }

    [Fact]
    public void Init_does_not_take_an_unknown_option_for_a_folder()
    {
        var (code, error) = Run("init", "--force");
        Assert.Equal(64, code);
        Assert.Contains("haplane init has no option --force", error);
        Assert.False(Directory.Exists("--force"));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self")]
    public Task A_topology_that_links_to_no_regular_file_is_refused(string target)
    {
        File.Delete(Topology);
        File.CreateSymbolicLink(Topology, target);
        return Refused(folder, $"{Topology} is not a regular file");
    }

    [Fact]
    public Task A_device_as_topology_is_refused() => Refused("/dev/zero", "/dev/zero is not a regular file");

    [Fact]
    public Task A_folder_as_topology_is_refused()
    {
        File.Delete(Topology);
        Directory.CreateDirectory(Topology);
        return Refused(folder, $"{Topology} is not a regular file");
    }

    [Fact]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        Tool.Require("mkfifo");
        Tool.Run("mkfifo", Strange);
        await Refused(folder, $"{Strange} is not a regular file");
        File.Delete(Topology);
        Tool.Run("mkfifo", Topology);
        await Refused(folder, $"{Topology} is not a regular file");
        await Refused(Topology, $"{Topology} is not a regular file");
    }

    [Fact]
    public async Task A_socket_is_refused()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Strange));
        await Refused(folder, $"{Strange} is not a regular file");
    }

    [Theory]
    [InlineData(".")]
    [InlineData("/")]
    [InlineData("/no/such/folder")]
    public Task A_link_among_the_originals_is_refused_and_not_entered(string target)
    {
        Directory.CreateSymbolicLink(Strange, target);
        return Refused(folder, $"{Strange} is a link");
    }

    [Fact]
    public async Task Originals_that_are_no_folder_are_refused()
    {
        var originals = Path.Combine(folder, "originals");
        Directory.Move(originals, Path.Combine(folder, "elsewhere"));
        Directory.CreateSymbolicLink(originals, "elsewhere");
        await Refused(folder, $"{originals} is a link");
        File.Delete(originals);
        File.WriteAllText(originals, "");
        await Refused(folder, $"{originals} is not a folder");
    }

    [Fact]
    public void An_empty_file_is_a_regular_one()
    {
        File.WriteAllText(Path.Combine(folder, "originals", "notes"), "");
        Assert.Equal(0, Run("check", folder).Code);
    }

    [Fact]
    public void A_topology_that_is_too_large_is_a_finding_and_an_original_that_is_too_large_is_misuse()
    {
        using (var large = File.OpenWrite(Strange))
            large.SetLength((32L << 20) + 1);
        Assert.Contains($"{Strange} is larger than 32 MiB", Run("check", folder).Error);
        File.Delete(Strange);
        File.WriteAllText(Topology, new string('#', (1 << 20) + 1));
        var (code, error) = Run("check", folder);
        Assert.Equal(1, code);
        Assert.Contains("YML002", error);
    }

    [Fact]
    public async Task A_pipe_in_out_is_stale_and_not_waited_for()
    {
        Tool.Require("mkfifo");
        Run("build", folder);
        var page = Path.Combine(folder, "out", "README.md");
        File.Delete(page);
        Tool.Run("mkfifo", page);
        Assert.Equal(2, (await InTime("build", folder, "--check")).Code);
    }

    [Fact]
    public void A_full_disk_behind_the_streams_ends_with_64()
    {
        using var full = new FailingWriter(new IOException("No space left on device"));
        using var error = new StringWriter();
        Assert.Equal(64, Program.Run(["check", folder], full, error));
        Assert.Contains("haplane: No space left on device", error.ToString());
        Assert.Equal(64, Program.Run(["check", folder], full, full));
        Assert.Equal(64, Program.Run(["bild"], full, full));
        Assert.Equal(64, Program.Run(["--help"], full, full));
    }

    [Fact]
    public void A_fault_of_the_program_ends_with_70_and_asks_for_a_report()
    {
        using var broken = new FailingWriter(new InvalidOperationException("a wheel came off"));
        using var error = new StringWriter { NewLine = "\n" };
        Assert.Equal(70, Program.Run(["check", folder], broken, error));
        Assert.EndsWith("haplane: internal error: InvalidOperationException: a wheel came off; please report it\n", error.ToString());
    }

    private static async Task Refused(string path, string expected)
    {
        var (code, error) = await InTime("check", path);
        Assert.Equal(64, code);
        Assert.Contains(expected, error);
    }

    // On a thread of its own, so that a call that hangs fails its test instead of stopping all of them.
    private static Task<(int Code, string Error)> InTime(params string[] args) => Task.Run(() => Run(args)).WaitAsync(Patience);

    private static (int Code, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (Program.Run(args, output, error), error.ToString());
    }

    /// <summary>A stream for text that fails whenever something is written to it.</summary>
    private sealed class FailingWriter(Exception fault) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw fault;
    }
}
