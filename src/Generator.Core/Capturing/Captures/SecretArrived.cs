using Generator.Core.Capturing.Captures.Faults;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Searches the captured files for secrets. The reader redacts them on the host; this is the second check.</summary>
internal static class SecretArrived
{
    /// <summary>The report without the files that contain an open secret, with a finding for each of them.</summary>
    /// <param name="from">The host or the file that the report came from.</param>
    internal static Outcome<HostReport> LeaveOut(string from, HostReport report)
    {
        // A file of passwords looks like any other file and is known only by the flag that names it, so the host is read as a check would read it.
        var installation = CapturedMachine.Of(new CapturedHost(report.Name.Text, null, report)).Installation;
        var findings = report.Files.Values.Select(file => In(from, installation, file)).OfType<Diagnostic>().ToArray();
        var left = findings.Select(finding => finding.At.File.Path).ToHashSet(StringComparer.Ordinal);
        var kept = report with
        {
            Files = report.Files.RemoveRange(left),
            Redactions = [.. report.Redactions.Where(redaction => !left.Contains(redaction.Path))],
            NotTaken = [
                .. report.NotTaken.Concat(left.Select(path => new NotTaken(path, NotTakenReason.Unclear)))
                    .OrderBy(file => file.Path, StringComparer.Ordinal),
            ],
        };
        return Outcome.Of(kept, findings);
    }

    private static Diagnostic? In(string from, Installation installation, SourceFile file)
    {
        var found = CapturedSecrets.Of(installation, file.Path, file).FirstOrDefault()
            ?? (SecretText.IsIn(file.Bytes.Span) ? new OpenSecret(OpenSecret.PrivateKey, 0, "") : null);
        return found is null ? null : SecretNotRedacted.In(from, file, found);
    }
}
