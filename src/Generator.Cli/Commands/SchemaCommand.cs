using System.CommandLine;
using System.Text;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Verifications;

namespace Generator.Cli.Commands;

internal static class SchemaCommand
{
    internal static Command New()
    {
        var which = new Argument<Schema>("SCHEMA")
        {
            Description = "topology: for editors; findings: the output of \"check --format json\"; diff: the output of \"diff --format json\"; "
                + "events: a line of \"apply --json\" and of a run's journal; capture: a host's capture.json; "
                + "verification: the output of \"verify --format json\".",
            DefaultValueFactory = _ => Schema.Topology,
        };
        var command = new Command(
            "schema",
            """
            Prints a JSON Schema. With it, an editor's YAML language server completes and checks a topology:
              haplane schema > topology.schema.json
            Write this as the first line of topology.yaml:
              # yaml-language-server: $schema=topology.schema.json
            """)
        {
            which,
        };
        command.SetAction(parsed => Run(parsed.GetValue(which), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(Schema schema, TextWriter output)
    {
        output.Write(schema switch
        {
            Schema.Findings => FindingsSchema.Text,
            Schema.Diff => ChangeSchema.Text,
            Schema.Events => RunEventSchema.Text,
            Schema.Verification => VerificationSchema.Text,
            Schema.Capture => Encoding.UTF8.GetString(CaptureSchema.Render().Span),
            _ => Encoding.UTF8.GetString(TopologySchema.Render().Span),
        });
        return ExitCode.Fine;
    }

    private enum Schema
    {
        Topology,
        Findings,
        Diff,
        Events,
        Capture,
        Verification,
    }
}
