using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Captures;

internal static class SecretCaptured
{
    private const int MostListed = 6;
    private const string IfShared = "If the file was ever committed or sent, also replace the secret on the hosts";

    internal static readonly Rule Rule = new(
        "SEC001",
        Severity.Error,
        "the originals contain a secret",
        "This folder is committed and reviewed. Every reader can use a key or a token for as long as it is valid.",
        $"write {OpenSecret.Redacted} in its place. {IfShared}",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig",
            OpenSecret.Redacted,
            "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo="),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from file in installation.Capture.Files
        let secrets = CapturedSecrets.Of(installation, file.Key, file.Value).ToArray()
        where secrets.Length > 0
        select Of(file.Value, secrets);

    private static Finding Of(SourceFile file, OpenSecret[] secrets)
    {
        var at = new Location(file, new ByteSpan(secrets[0].Start, secrets[0].Start));
        var places = secrets.Take(MostListed).Select(secret => $"{secret.Key} (line {file.PositionOf(secret.Start).Line})");
        var more = secrets.Length > MostListed ? $" and {secrets.Length - MostListed} more" : "";
        var what = secrets.Length == 1 ? "a secret" : $"{secrets.Length} secrets";
        return new Finding(at, $"this file contains {what} that must be redacted: {string.Join(", ", places)}{more}")
        {
            Hint = $"{Advice(file, secrets)}. {IfShared}",
        };
    }

    private static string Advice(SourceFile file, OpenSecret[] secrets) => secrets.All(secret => secret.Key == OpenSecret.PrivateKey) switch
    {
        true when !file.Text.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal)
            && Content.Roots(file).IsEmpty => "delete the file here: its line in capture.json is enough",
        true => $"write {OpenSecret.Redacted} in place of the lines between BEGIN and END",
        _ => $"write {OpenSecret.Redacted} in place of {(secrets.Length == 1 ? "the value" : "each value")} and keep the rest of the line",
    };
}
