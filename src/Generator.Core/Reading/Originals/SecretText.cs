using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>Finds the secrets in files, by their content.</summary>
internal static partial class SecretText
{
    private static readonly ConditionalWeakTable<SourceFile, Secrets> Known = [];

    // Secrets in a kubeconfig (client-go, clientcmd API), an EncryptionConfiguration and a bootstrap token.
    private static readonly string[] SecretKeys =
    [
        "client-key-data", "token", "password", "id-token", "refresh-token", "access-token", "client-secret", "secret", "token-secret",
    ];

    /// <summary>Whether a private key is in the bytes, as PEM or as PEM in base64.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> bytes) => PrivateKeyText.In(ByteText.Of(bytes)).Any();

    /// <summary>The secrets of a file that are not redacted, in order.</summary>
    internal static ImmutableArray<OpenSecret> Of(SourceFile file) => Known.GetValue(file, static key => new Secrets(Read(key))).All;

    /// <summary>The secrets of a file of tokens or passwords, or of a file with a single secret: the first column of each line.</summary>
    internal static IEnumerable<OpenSecret> InTable(SourceFile file)
    {
        var start = ByteOrderMark.LengthIn(file.Bytes.Span);
        foreach (var line in ByteText.Of(file.Bytes.Span[start..]).Split('\n'))
        {
            var secret = line.Split(',')[0].Trim().Trim('"');
            if (secret.Length > 0 && !secret.StartsWith('#') && secret != OpenSecret.Redacted)
                yield return new OpenSecret("the first column", start, secret);
            start += line.Length + 1;
        }
    }

    /// <summary>
    /// Whether every line of a file belongs to a file of tokens or passwords (kubernetes.io, static token file): a secret, a user, its number,
    /// its groups.
    /// </summary>
    internal static bool IsTable(SourceFile file)
    {
        var lines = ByteText.Of(file.Bytes.Span)
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .ToArray();
        return lines.Length > 0
            && lines.All(TableLine.IsMatch)
            && (TableName.IsMatch(HostPath.NameOf(file.Path)) || lines.Any(line => TokenLine.IsMatch(line)));
    }

    /// <summary>Whether a secret is a credential by its key in such a document, and not only by a general name.</summary>
    internal static bool IsCredential(OpenSecret secret) => SecretKeys.Contains(secret.Key);

    /// <summary>The kind of a file of credentials, for a message, whether it can be read as YAML or not; null for any other file.</summary>
    internal static string? KindOf(SourceFile file)
    {
        var text = file.Text;
        return Kind.Match(text) is { Success: true } kind
            ? kind.Groups["kind"].Value == "Secret" ? "a Secret of Kubernetes" : "an encryption configuration with its keys"
            : Content.Kubeconfig(file) is not null
                || (text.Contains("clusters", StringComparison.Ordinal) && text.Contains("users", StringComparison.Ordinal))
                ? "a kubeconfig with credentials"
                : null;
    }

    private static ImmutableArray<OpenSecret> Read(SourceFile file)
    {
        var text = ByteText.Of(file.Bytes.Span);
        if (text.Contains('\0', StringComparison.Ordinal))
            return PrivateKeyText.IsBinary(file.Bytes.Span) ? [new OpenSecret(OpenSecret.PrivateKey, 0, "")] : [];
        // A URL in a kubeconfig may contain a password, and two ways can lead to one secret.
        return
        [
            .. InDocuments(file).Concat(OpenSecret.In(text)).Concat(BalancerSecret.In(file)).Concat(IsTable(file) ? InTable(file) : [])
                .GroupBy(secret => file.PositionOf(secret.Start).Line)
                .OrderBy(line => line.Key)
                .SelectMany(OnLine),
        ];
    }

    // A secret that its name reveals is reported by its name only, not also by its form.
    private static IEnumerable<OpenSecret> OnLine(IEnumerable<OpenSecret> secrets)
    {
        var keys = secrets.DistinctBy(secret => secret.Key).OrderBy(secret => secret.Start).ToArray();
        return keys.Length == 1 ? keys : keys.Where(secret => secret.Key is not (OpenSecret.PrivateKey or OpenSecret.Token));
    }

    private static IEnumerable<OpenSecret> InDocuments(SourceFile file)
    {
        foreach (var root in Content.Roots(file))
        {
            var isOfSecrets =
                Kubeconfig.Of(root) is not null || root.FindScalar("kind")?.Value is "EncryptionConfig" or "EncryptionConfiguration" or "Secret";
            foreach (var (key, scalar) in isOfSecrets ? ConfigScalars.All(root, "") : [])
            {
                var name = key[(key.LastIndexOf('.') + 1)..];
                if (SecretKeys.Contains(name) && !scalar.IsEmpty && scalar.Value.Trim() is not ("" or OpenSecret.Redacted))
                    yield return new OpenSecret(name, scalar.At.Span.Start, scalar.Value);
            }

            foreach (var (name, value) in Variables(root))
            {
                if (SecretName.Is(name.Value) && OpenSecret.IsOpen(value.Value))
                    yield return new OpenSecret(name.Value, value.At.Span.Start, value.Value);
            }
        }
    }

    // An argument of a program may follow its flag as a separate item.
    private static IEnumerable<(ScalarNode Name, ScalarNode Value)> Arguments(SequenceNode list) =>
        from pair in list.Items.Zip(list.Items.Skip(1))
        let name = pair.First as ScalarNode
        let value = pair.Second as ScalarNode
        where name is { Value: ['-', ..] } && value is { Value: not ['-', ..] }
        select (name, value);

    // The environment of an exec plug-in, a credential provider or a container.
    private static IEnumerable<(ScalarNode Name, ScalarNode Value)> Variables(Node node) => node switch
    {
        MappingNode mapping => (
            mapping.FindScalar("name") is { } name && mapping.FindScalar("value") is { } value
                ? [(name, value)]
                : Array.Empty<(ScalarNode, ScalarNode)>())
            .Concat(mapping.Entries.SelectMany(entry => Variables(entry.Value))),
        SequenceNode list => list.Items.SelectMany(Variables).Concat(Arguments(list)),
        _ => [],
    };

    [GeneratedRegex("^\"?[^,\\s\"]+\"?,\"?[^,\\s\"]+\"?,\"?[^,\\s\"]*\"?(?:,(?:\"[^\"]*\"|[^,\"]*))?$")]
    private static partial Regex TableLine { get; }

    // A long random word with a digit, or a user or group of Kubernetes' own.
    [GeneratedRegex("^\"?(?=[^,]*[0-9])[A-Za-z0-9._~+/=-]{16,}\"?,|[,\"](?:system:|kubelet-bootstrap)")]
    private static partial Regex TokenLine { get; }

    [GeneratedRegex("token|passw|basic|auth", RegexOptions.IgnoreCase)]
    private static partial Regex TableName { get; }

    [GeneratedRegex("^[ \\t\"{]*kind\"?:[ \"]*(?<kind>EncryptionConfig(?:uration)?|Secret)\\b", RegexOptions.Multiline)]
    private static partial Regex Kind { get; }

    private sealed record Secrets(ImmutableArray<OpenSecret> All);
}
