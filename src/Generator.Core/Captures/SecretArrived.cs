using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Captures;

/// <summary>Finds a secret in a file that was taken: the host's reader redacts them, and here is the second look.</summary>
internal static class SecretArrived
{
    /// <summary>The finding; null where the file holds no open secret.</summary>
    /// <param name="from">The host or the file that the report came from.</param>
    /// <param name="file">The file.</param>
    internal static Diagnostic? In(string from, SourceFile file)
    {
        var secrets = SecretText.Of(file);
        if (secrets.IsEmpty && !SecretText.IsIn(file.Bytes.Span))
            return null;
        var (key, start) = secrets is [var first, ..] ? (first.Key, first.Start) : (OpenSecret.PrivateKey, 0);
        return new Diagnostic(
            "CPT004",
            Severity.Warning,
            $"{Quoted.Text(file.Path)} of {from} arrived with a secret that was not redacted: {Quoted.Text(key)} on line {file.PositionOf(start).Line}",
            new Location(file, new ByteSpan(start, start)),
            "nothing of this file was written; report this as a fault of haplane, with this message and without the file") with
        {
            IsOnSecret = true,
        };
    }
}
