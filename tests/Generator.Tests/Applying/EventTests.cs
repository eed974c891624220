using Generator.Core.Reporting.Reports;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>What a run leaves for programs: the events on stdout, and the journal.</summary>
public sealed class EventTests : IDisposable
{
    private const string Validate = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.validators.validator_for(schema)(schema)
        lines = open(sys.argv[2]).read().splitlines()
        faults = [f'{number}: {fault.message}' for number, line in enumerate(lines) for fault in validator.iter_errors(json.loads(line))]
        print(len(lines), '\n'.join(faults))
        sys.exit(1 if faults else 0)
        """;

    private readonly FakeHosts hosts = new();

    public void Dispose() => hosts.Dispose();

    [Fact]
    public void Every_line_keeps_to_the_schema_and_the_journal_holds_the_same_lines()
    {
        hosts.Say("lb1.fails", "nginx.service does not start");
        var said = hosts.Run("apply out --yes --json", 3);
        Assert.Equal(said, File.ReadAllText(Assert.Single(hosts.Journals)));
        Assert.Contains("\"event\":\"run-started\"", said.Split('\n')[0]);
        var end = said.Split('\n')[^2];
        Assert.Contains("\"event\":\"run-ended\",\"text\":\"Clients still use the source master. You can stop here.", end);
        Assert.Contains("go on:     fix the error above, then haplane apply out. Finished hosts are skipped.\\n", end);
        Assert.Contains("\\nroll back: haplane rollback out\",\"code\":3", end);
        Assert.Contains("\"event\":\"host-became\",\"host\":\"lb1\",\"state\":\"rolled back\"", said);
        Keeps(said);
        Keeps(hosts.Run("apply out --dry-run --json", 2));
        hosts.Say("lb1.unreachable", "no route");
        Keeps(hosts.Run("apply out --yes --json", 1));
    }

    [Fact]
    public void The_schema_refuses_what_is_no_event()
    {
        Tool.Require("python3");
        Assert.NotEqual(
            0,
            Judge(
                "{\"apiVersion\":\"haplane.events/v2\",\"at\":\"2026-01-02T03:04:05Z\",\"elapsedSeconds\":1,\"event\":\"said\",\"text\":\"\"}").Code);
        Assert.NotEqual(
            0,
            Judge(
                "{\"apiVersion\":\"haplane.events/v1\",\"at\":\"2026-01-02T03:04:05Z\",\"elapsedSeconds\":1,\"event\":\"sang\",\"text\":\"\"}").Code);
    }

    [Fact]
    public void What_passes_from_host_to_host_is_left_nowhere()
    {
        hosts.Run("apply out --yes --json", 0);
        Assert.Contains(hosts.Calls, call => call.StartsWith("k8s-master2 receive", StringComparison.Ordinal));
        Assert.All(hosts.Left, file => Assert.DoesNotContain("archive of a secret", File.ReadAllText(file)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(hosts.Journals)));
    }

    private static void Keeps(string lines)
    {
        Tool.Require("python3");
        var (code, text) = Judge(lines);
        Assert.True(code == 0, text);
    }

    private static (int Code, string Text) Judge(string lines)
    {
        var folder = Directory.CreateTempSubdirectory("haplane-events-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "schema"), RunEventSchema.Text);
            File.WriteAllText(Path.Combine(folder, "lines"), lines);
            return Tool.Run("python3", "-c", Validate, Path.Combine(folder, "schema"), Path.Combine(folder, "lines"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
