using System.Text;
using Generator.Cli.Folders;
using Generator.Core.Reporting.Verifications;
using Generator.Core.Verifying;

namespace Generator.Cli.Verifying;

/// <summary>Writes the report of a verification.</summary>
/// <param name="output">Where it goes without a file.</param>
internal sealed class VerifyReport(VerifyOptions options, TextWriter output)
{
    internal void Write(Verification verification)
    {
        var report = Bytes(verification);
        if (options.Target is { } path)
            new NewFile(path).Write(stream => stream.Write(report.Span));
        else
            output.Write(Encoding.UTF8.GetString(report.Span));
        output.Flush();
    }

    private ReadOnlyMemory<byte> Bytes(Verification verification) => options.Format switch
    {
        VerifyFormat.Json => VerificationJson.Of(verification),
        VerifyFormat.Junit => VerificationJunit.Of(verification),
        VerifyFormat.Html => Encoding.UTF8.GetBytes(VerificationPage.Of(verification, options.Folder)),
        VerifyFormat.Prometheus => Encoding.UTF8.GetBytes(VerificationMetrics.Of(verification)),
        _ => Encoding.UTF8.GetBytes(VerificationText.Of(verification, options.Folder, IsColoured)),
    };

    // Colour for a terminal alone.
    private bool IsColoured => options.Target is null && Terminal.ShowsColour(output);
}
