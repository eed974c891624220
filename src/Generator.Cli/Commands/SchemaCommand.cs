using System.CommandLine;
using System.Text;
using Generator.Cli.Usage;
using Generator.Core.Reporting.Reports;
using Generator.Core.Reporting.Verifications;

namespace Generator.Cli.Commands;

internal static class SchemaCommand
{
    private static readonly CommandText Text = new("print a JSON Schema, or the keys of a file")
    {
        Group = "Look up",
        Details = """
            With the schema of the topology, an editor's YAML language server completes and checks topology.yaml. Write this as its first
            line: # yaml-language-server: $schema=topology.schema.json

            --markdown prints the keys of topology.yaml or of capture.json as a page, each with its value and its meaning.
            """,
        Examples =
        [
            new("haplane schema >topology.schema.json", "the schema of topology.yaml"),
            new("haplane schema --markdown", "the keys of topology.yaml as a page"),
            new("haplane schema diff", "the schema of what \"diff --format json\" prints"),
        ],
        Exits = [new(ExitCode.Fine, "printed")],
    };

    internal static Command New()
    {
        var which = Choice.Argument<Schema>("SCHEMA", "Default topology. findings, diff and verification are what --format json writes; events is "
            + "a line of \"apply --json\" and of a journal; capture is a host's capture.json.");
        var markdown = new Option<bool>("--markdown") { Description = "Print the keys as a page in Markdown; for topology and capture." };
        var command = new DocumentedCommand("schema", Text) { which, markdown };
        command.SetAction(parsed =>
        {
            var schema = parsed.GetValue(which) ?? Schema.Topology;
            parsed.InvocationConfiguration.Output.Write(parsed.GetValue(markdown) ? Keys(schema) : Json(schema));
            return ExitCode.Fine;
        });
        return command;
    }

    private static string Keys(Schema schema) => schema switch
    {
        Schema.Topology => KeyReference.OfTopology(),
        Schema.Capture => KeyReference.OfCapture(),
        _ => throw new MisuseException("--markdown is for topology and capture, which people write or read; the others are for programs"),
    };

    private static string Json(Schema schema) => schema switch
    {
        Schema.Findings => FindingsSchema.Text,
        Schema.Diff => ChangeSchema.Text,
        Schema.Events => RunEventSchema.Text,
        Schema.Verification => VerificationSchema.Text,
        Schema.Capture => Encoding.UTF8.GetString(CaptureSchema.Render().Span),
        _ => Encoding.UTF8.GetString(TopologySchema.Render().Span),
    };

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
