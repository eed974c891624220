using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Output.Bundles.Faults;

internal static class SecretInPayload
{
    internal static readonly Fault Fault = new(
        "BND007",
        "a secret in the payload",
        "An archive is copied and kept in many places. Private keys, token tables, encryption configurations and kubeconfigs with "
            + "credentials stay on the hosts.",
        "remove the file from the payload; the rollout copies secrets from the source master to each new master");

    internal static Diagnostic Of(OfferedFile offered, string secret, string source) =>
        At(offered, $"this file of the payload contains {secret}", source);

    internal static Diagnostic OfSource(OfferedFile offered, string path, string source) =>
        At(offered, $"this file of the payload is {path} of {source}, which contains a secret", source);

    private static Diagnostic At(OfferedFile offered, string message, string source) =>
        Fault.At(offered.Path, message, $"remove it from the payload; the rollout copies secrets from {source} to each new master");
}
