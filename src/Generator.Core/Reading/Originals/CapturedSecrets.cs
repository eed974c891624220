using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>The secrets in the captured files of a host that are not redacted.</summary>
internal static class CapturedSecrets
{
    /// <summary>The secrets of one file. A file of bare secrets looks like any other file and is recognized only by the flag that names it.</summary>
    internal static IEnumerable<OpenSecret> Of(Installation installation, string path, SourceFile file)
    {
        var found = SecretText.Of(file);
        return found.IsEmpty && installation.Closure.Any(entry => entry.HoldsOnlySecrets && entry.Path == path) ? SecretText.InTable(file) : found;
    }

    /// <summary>The values of all secrets, which no message may show.</summary>
    internal static IEnumerable<string> Values(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        from secret in Of(installation, file.Key, file.Value)
        where secret.Value.Length > 0
        select secret.Value;
}
