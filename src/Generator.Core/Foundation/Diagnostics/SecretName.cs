using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>Names of variables, flags and keys that hold a secret by what they are called.</summary>
internal static partial class SecretName
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "token", "password", "passwd", "passphrase", "pass", "pwd", "secret", "credential", "credentials", "apikey", "authtoken", "secretkey",
        "privatekey", "accesskey",
    }.ToFrozenSet(StringComparer.Ordinal);

    // What a key is for decides whether it is a secret.
    private static readonly FrozenSet<string> Keys =
        new[] { "api", "access", "secret", "private", "encryption", "auth", "client", "etcd", "certificate" }.ToFrozenSet(StringComparer.Ordinal);

    // What says only how the secret is written.
    private static readonly FrozenSet<string> Forms = new[] { "value", "data", "base", "b64" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a value under this name is a secret.</summary>
    internal static bool Is(string name)
    {
        var words = Word.Matches(name).Select(match => match.Value.ToLowerInvariant()).ToArray();
        var length = words.Length;
        while (length > 1 && Forms.Contains(words[length - 1]))
            length--;
        // etcd calls the name of a cluster its token (--initial-cluster-token).
        return length > 0
            && !(length > 1 && words[length - 2] == "cluster" && words[length - 1] == "token")
            && (Words.Contains(words[length - 1]) || (length > 1 && words[length - 1] == "key" && Keys.Contains(words[length - 2])));
    }

    // kubeToken, KUBE_TOKEN and kube-token are the same two words; a number behind a word counts copies.
    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word { get; }
}
