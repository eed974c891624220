using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures.Faults;

internal static class SecretNotRedacted
{
    internal static readonly Fault Fault = new(
        "CPT004",
        "a secret that was not redacted on the host",
        "Secrets are redacted on the host. haplane searches every file again when it arrives. A file with an open secret is left "
            + "out: it is listed in notTaken, and nothing of it is written.",
        "report it as a fault of haplane, without the file; you can write the file by hand, with haplane-redacted in the place of the secret")
    {
        Severity = Severity.Warning,
        HasNoTopology = true,
    };

    internal static Diagnostic In(string from, SourceFile file, OpenSecret found) => Fault.OnSecret(
        new Location(file, new ByteSpan(found.Start, found.Start)),
        $"{Quoted.Text(file.Path)} of {from} arrived with a secret that was not redacted"
            + $": {Quoted.Text(found.Key)} on line {file.PositionOf(found.Start).Line}",
        "report this as a fault of haplane, with this message and without the file; nothing of the file was written");
}
