using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A private key and the file with its certificate or public key.</summary>
/// <param name="NamedBy">What makes them a pair, for people.</param>
internal sealed record KeyPair(string Key, string Certificate, string NamedBy)
{
    // The endings of two flags of one pair (kubernetes.io, command line references of the components).
    private static readonly (string Key, string Certificate)[] Endings =
    [
        ("-private-key-file", "-cert-file"), ("-key-file", "-cert-file"), ("-keyfile", "-certfile"), ("-client-key", "-client-certificate"),
    ];

    // How tools name the two files (cfssl, kubeadm, easy-rsa).
    private static readonly (
        string Key, string Certificate)[] Names = [("-key.pem", ".pem"), (".key", ".crt"), (".key", ".pub"), (".key", ".pem"), ("_key.pem", ".pem")];

    /// <summary>The pairs of a host, from flags, configurations and kubeconfigs; from the names of the files if nothing else defines them.</summary>
    internal static IEnumerable<KeyPair> Of(Installation installation)
    {
        var capture = installation.Capture;
        var written = installation.Components.SelectMany(OfFlags).Concat(installation.Closure.SelectMany(OfContent))
            .Select(pair => pair with { Key = capture.Real(pair.Key), Certificate = capture.Real(pair.Certificate) })
            .ToArray();
        var known = written.Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var others = installation.Closure.Where(entry => entry.Seen?.PublicKeySha256 is not null && !known.Contains(entry.Path))
            .SelectMany(entry => ByName(capture, entry.Path));
        return written.Concat(others).DistinctBy(pair => (pair.Key, pair.Certificate));
    }

    private static IEnumerable<KeyPair> OfFlags(Component component) =>
        component.Flags
            .Where(flag => flag.Name == "tls-sni-cert-key")
            .Select(flag => PathFlags.PathsIn(flag.Name, flag.Text).ToArray())
            .Where(paths => paths.Length == 2)
            .Select(paths => new KeyPair(paths[1].Path, paths[0].Path, "--tls-sni-cert-key"))
            .Concat(
                from ending in Endings
                from flag in component.Flags
                where flag.Name.EndsWith(ending.Key, StringComparison.Ordinal) && ReferenceEquals(flag, component.Find(flag.Name))
                let name = flag.Name[..^ending.Key.Length] + ending.Certificate
                let certificate = component.Find(name)
                where certificate is not null
                select new KeyPair(flag.Text, certificate.Text, $"--{name}"));

    private static IEnumerable<KeyPair> OfContent(ClosureEntry entry)
    {
        if (entry.Content is not { } content)
            yield break;
        foreach (var root in Content.Roots(content))
        {
            foreach (var mapping in Mappings(root))
            {
                foreach (var (key, certificate) in new[] { ("client-key", "client-certificate"), ("tlsPrivateKeyFile", "tlsCertFile") })
                {
                    if (mapping.FindScalar(key)?.Value is { Length: > 0 } keyPath && mapping.FindScalar(certificate)?.Value is { Length: > 0 } path)
                        yield return new KeyPair(
                            HostPath.Resolve(entry.Path, keyPath), HostPath.Resolve(entry.Path, path), $"{certificate} in {entry.Path}");
                }
            }
        }
    }

    private static IEnumerable<MappingNode> Mappings(Node node) => node switch
    {
        MappingNode mapping => mapping.Entries.SelectMany(entry => Mappings(entry.Value)).Prepend(mapping),
        SequenceNode list => list.Items.SelectMany(Mappings),
        _ => [],
    };

    private static IEnumerable<KeyPair> ByName(HostCapture capture, string key) =>
        from ending in Names
        where key.EndsWith(ending.Key, StringComparison.Ordinal)
        let certificate = key[..^ending.Key.Length] + ending.Certificate
        where capture.Open(certificate) is not null
        select new KeyPair(key, certificate, "by its name");
}
