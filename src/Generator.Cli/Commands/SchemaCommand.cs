using System.CommandLine;
using System.Text;
using Generator.Cli.Usage;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Verifications;

namespace Generator.Cli.Commands;

internal static class SchemaCommand
{
    private static readonly CommandText Text = new("print a JSON Schema, for editors and programs")
    {
        Group = "Look up",
        Details = """
            With the schema of the topology, an editor's YAML language server completes and checks topology.yaml. Write this as its first
            line: # yaml-language-server: $schema=topology.schema.json
            """,
        Examples =
        [
            new("haplane schema >topology.schema.json", "the schema of topology.yaml"),
            new("haplane schema diff", "the schema of what \"diff --format json\" prints"),
        ],
        Exits = [new(ExitCode.Fine, "printed")],
    };

    internal static Command New()
    {
        var which = Choice.Argument<Schema>("SCHEMA", "Default topology. findings, diff and verification are what --format json writes; events is "
            + "a line of \"apply --json\" and of a journal; capture is a host's capture.json.");
        var command = new DocumentedCommand("schema", Text) { which };
        command.SetAction(parsed => Run(parsed.GetValue(which) ?? Schema.Topology, parsed.InvocationConfiguration.Output));
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
