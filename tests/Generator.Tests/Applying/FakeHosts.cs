using Generator.Cli.Folders;
using Generator.Core;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>The example's hosts behind a program that stands for ssh (fake-ssh beside this file), and a result that goes there.</summary>
internal sealed class FakeHosts : IDisposable
{
    // A minute in which nothing happens tells nothing here.
    private static readonly FileTree Result =
        (Starter.Unchanged with { Topology = Starter.Unchanged.Topology.Replace("soak: 60s", "soak: 1s", StringComparison.Ordinal) })
        .Compile().Result ?? throw new InvalidDataException();
    private readonly string folder = Directory.CreateTempSubdirectory("haplane-apply-").FullName;

    internal FakeHosts()
    {
        Tool.Require("bash");
        Directory.CreateDirectory(Fact(""));
        new OutDirectory(Out).Replace(Result);
    }

    /// <summary>The result.</summary>
    internal string Out => Path.Combine(folder, "out");

    /// <summary>What was called, a line a call.</summary>
    internal string[] Calls => File.Exists(Fact("calls")) ? File.ReadAllLines(Fact("calls")) : [];

    /// <summary>The journals that were written.</summary>
    internal string[] Journals => Directory.Exists(State) ? [.. Directory.EnumerateFiles(State).Order(StringComparer.Ordinal)] : [];

    /// <summary>Everything that lies where the operator is, but for what the hosts are made of.</summary>
    internal IEnumerable<string> Left =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(Fact(""), StringComparison.Ordinal));

    /// <summary>The path of a fact about the hosts; see fake-ssh.</summary>
    internal string Fact(string name) => Path.Combine(folder, "facts", name);

    /// <summary>Says something of a host.</summary>
    internal void Say(string fact, string text) => File.WriteAllText(Fact(fact), text);

    private string State => Path.Combine(folder, "state", "haplane");

    private string Desk =>
        $"cd '{folder}' && export XDG_STATE_HOME='{Path.Combine(folder, "state")}' && export FAKE_HOSTS='{Fact("")}' HAPLANE_SSH='bash "
            + $"{Repository.Path("tests", "Generator.Tests", "Applying", "fake-ssh")}'";

    /// <summary>Runs a command line where the operator is, and expects its end.</summary>
    /// <returns>All that was said.</returns>
    internal string Run(string line, int expected)
    {
        var (code, text) = Tool.Run("bash", "-c", $"{Desk} && exec {Executable.Words} {line} </dev/null");
        Assert.True(code == expected, $"{code}: {text}");
        return text;
    }

    /// <summary>The same where more than one end is right.</summary>
    internal string RunToAnEnd(string line, int[] expected) => ToAnEnd($"exec {Executable.Words} {line} </dev/null", expected);

    /// <summary>Runs a program of the result.</summary>
    internal string RunShellToAnEnd(string program, int[] expected) => ToAnEnd($"exec bash out/bin/{program} </dev/null", expected);

    private string ToAnEnd(string line, int[] expected)
    {
        var (code, text) = Tool.Run("bash", "-c", $"{Desk} && {line}");
        Assert.True(expected.Contains(code), $"{code}: {text}");
        return text;
    }

    /// <summary>Runs a command line, whatever its end.</summary>
    /// <returns>The most memory that one of its programs had, in KiB (getrusage(2)).</returns>
    internal int PeakOf(string line)
    {
        const string Measured = "import resource, subprocess, sys; subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, "
            + "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
        var (_, text) = Tool.Run("bash", "-c", $"{Desk} && exec python3 -I -c '{Measured}' {line}");
        return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The same where a program is not installed.</summary>
    internal string RunWithout(string program, string line, int expected)
    {
        var bin = Fact("bin");
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $"{Desk} && mkdir '{bin}' && {{ IFS=:; for folder in $PATH; do ln -s \"$folder\"/* '{bin}/' 2>/dev/null; done; rm '{bin}/{program}'; "
                + $"PATH='{bin}' exec {Executable.Words} {line} </dev/null; }}");
        Assert.True(code == expected, $"{code}: {text}");
        return text;
    }

    /// <summary>The same, and Ctrl-C is pressed when something is called: everything in the terminal's foreground hears it.</summary>
    /// <remarks>What a shell starts in the background without a terminal does not hear it by default, and neither would these.</remarks>
    internal string RunUntil(string call, string line, int expected)
    {
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $"{Desk} && set -m && {{ env --default-signal=INT {Executable.Words} {line} </dev/null & }}; until grep -q '^{call}' '{Fact("calls")}' "
                + "2>/dev/null || ! kill -0 $!; do sleep 0.05; done; kill -INT -- -$!; wait $!");
        Assert.True(code == expected, $"{code}: {text}");
        return text;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
