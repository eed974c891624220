using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class SignersUnusable
{
    private const string Named = "signers: signers.allowed";

    private const string Signer = "ops@example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n";

    internal static readonly Rule Rule = new(
        "SGN001",
        Severity.Error,
        "the allowed signers file cannot be used",
        "A site accepts a bundle only from signers in this file. If it lists no signer, or ssh-keygen cannot read it, every bundle is refused.",
        "write a line for each signer into this file next to the topology: identity and public key, such as \"ops@example.org ssh-ed25519 AAAA…\" "
            + "(ssh-keygen(1), ALLOWED SIGNERS)",
        Example.With(more: Named),
        Example.With(more: Named) with { Signers = Signer },
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Signers is not { } named ? []
        : cluster.Signers is not { } file ? [new Finding(named.At, $"there is no file {named} next to the topology")]
        : Check(file);

    private static IEnumerable<Finding> Check(SourceFile file)
    {
        var lines = file.Text.Split('\n');
        var start = 0;
        var signers = 0;
        foreach (var line in lines)
        {
            var at = new Location(file, new ByteSpan(start, start + System.Text.Encoding.UTF8.GetByteCount(line)));
            start = at.Span.End + 1;
            if (line.Trim().Length == 0 || line.StartsWith('#'))
                continue;
            signers++;
            if (!AllowedSigner.TryParse(line, out var signer))
                yield return new Finding(at, $"this line is not an allowed signer, expected {AllowedSigner.Expected}");
            else if (!signer.MaySignBundles)
                yield return new Finding(at, "this key may not sign bundles: its namespaces do not name haplane-bundle");
        }

        if (signers == 0)
            yield return new Finding(Location.StartOf(file), $"{file.Path} lists no signer");
    }
}
