using Generator.Core.Diagnostics;

namespace Generator.Core.Originals;

/// <summary>The secrets among the captured files of a host that are not redacted.</summary>
internal static class CapturedSecrets
{
    /// <summary>Those of one file. What holds nothing but secrets looks like any other file: the flag that names it says what it is.</summary>
    internal static IEnumerable<OpenSecret> Of(Installation installation, string path, SourceFile file)
    {
        var found = SecretText.Of(file);
        return found.IsEmpty && installation.Closure.Any(entry => entry.HoldsOnlySecrets && entry.Path == path) ? SecretText.InTable(file) : found;
    }

    /// <summary>The values of all of them, which no message may show.</summary>
    internal static IEnumerable<string> Values(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        from secret in Of(installation, file.Key, file.Value)
        where secret.Value.Length > 0
        select secret.Value;
}
