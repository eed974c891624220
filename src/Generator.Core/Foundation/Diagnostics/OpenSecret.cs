using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Diagnostics;

/// <summary>A secret in a text that nothing has redacted.</summary>
/// <param name="Key">What holds it, for people: <c>KUBE_TOKEN</c>, <c>--token</c>, <c>a private key</c>.</param>
/// <param name="Start">Where its value starts in the text.</param>
/// <param name="Value">Its value, which no message shows; empty for a private key.</param>
internal sealed partial record OpenSecret(string Key, int Start, string Value)
{
    /// <summary>The word that replaces a secret.</summary>
    internal const string Redacted = "haplane-redacted";

    /// <summary>The key of a private key, which may be anywhere.</summary>
    internal const string PrivateKey = "a private key";

    /// <summary>The key of what only its form shows.</summary>
    internal const string Token = "a token";

    /// <summary>
    /// The open secrets of a text: private keys, passwords in URLs, tokens by their form, and the values of variables, flags and keys whose names
    /// say that they hold one.
    /// </summary>
    internal static IEnumerable<OpenSecret> In(string text)
    {
        var keys = PrivateKeyText.In(text).Select(start => new OpenSecret(PrivateKey, start, ""));
        if (!Sign.IsMatch(text))
            return keys;
        return keys
            .Concat(Found(Url, text, _ => "the password in a URL"))
            .Concat(Found(Header, text, _ => "Authorization"))
            .Concat(Found(Command, text, match => match.Groups["key"].Value))
            .Concat(Found(Form, text, _ => Token))
            .Concat(Found(Account, text, match => match.Groups["key"].Value).Where(secret => IsAccount(secret.Value)))
            .Concat(
                Found(
                    Setting,
                    text,
                    match => match.Groups["key"].Value,
                    match => SecretName.Is(match.Groups["key"].Value) && !IsInComment(text, match.Index)))
            .Where(secret => secret.Key == PrivateKey || IsOpen(secret.Value))
            .OrderBy(secret => secret.Start);
    }

    /// <summary>Whether a value that is in a secret's place is one: no path, variable, switch or placeholder, and not redacted.</summary>
    internal static bool IsOpen(string value) =>
        value.Length > 0
        && value != Redacted
        && !Closed.IsMatch(value);

    private static IEnumerable<OpenSecret> Found(Regex pattern, string text, Func<Match, string> key, Func<Match, bool>? isMeant = null) =>
        from match in pattern.Matches(text)
        where isMeant is null || isMeant(match)
        let value = match.Groups["value"]
        where value.Success
        select new OpenSecret(key(match), value.Index, value.Value);

    // The base64 of USER:PASSWORD, as a registry's configuration holds it.
    private static bool IsAccount(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var length) && bytes.AsSpan(0, length).Contains((byte)':');
    }

    // What a comment shows is an example more often than a secret, unless its form says more.
    private static bool IsInComment(string text, int at) =>
        text[(text.LastIndexOf('\n', Math.Max(at - 1, 0)) + 1)..at].TrimStart() is ['#' or ';', ..];

    // Most files hold nothing of the kind, and every file of every host is asked.
    [GeneratedRegex(
        @"tok|pass|secret|pwd|cred|key|auth|curl|wget|://[^/\s]*@|eyJ|[a-z0-9]{6}\.[a-z0-9]{16}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sign { get; }

    [GeneratedRegex(@"://[^\s/:@""'\\]*:(?<value>[^\s/@""'\\]+)@", RegexOptions.CultureInvariant)]
    private static partial Regex Url { get; }

    [GeneratedRegex(
        @"\bauthorization[:\s""'\\]+(?:basic|bearer|token)[\s\\]+(?<value>[^\s""';\\]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header { get; }

    [GeneratedRegex(
        @"\b(?<key>curl|wget)\b.*\s(?:-u|--user)[ =]?[""']?[^\s:""']+:(?<value>[^\s""']+)|\b(?<key>sshpass)\s+-p\s*[""']?(?<value>[^\s""']+)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Command { get; }

    // A JSON web token; a bootstrap token (kubernetes.io, Authenticating with Bootstrap Tokens).
    [GeneratedRegex(
        @"(?<![\w.-])(?<value>eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+|[a-z0-9]{6}\.(?=[a-z]*[0-9])[a-z0-9]{16})(?![\w.-])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }

    [GeneratedRegex(@"""(?<key>auth)"":[ \t]*""(?<value>[A-Za-z0-9+/]{8,}={0,2})""", RegexOptions.CultureInvariant)]
    private static partial Regex Account { get; }

    // KEY=value, --flag=value, --flag value, key: value, "key": "value". A value may hold an assignment itself, as that of Environment= does.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9_.-])"
            + @"(?:(?<key>--?[A-Za-z][\w.-]*)(?:=|[ \t]+(?:\\\r?\n[ \t]*)?(?!-))|(?<key>[A-Za-z_][\w.-]*)[""']?[ \t]*[=:][ \t]*)"
            + @"(?=""(?<value>[^""\n]*)""|'(?<value>[^'\n]*)'|(?<value>[^\s""',;{}\[\]][^\s""',;}\]]*))",
        RegexOptions.CultureInvariant)]
    private static partial Regex Setting { get; }

    // A path, a reference, a variable, a switch, a mark of YAML, a placeholder, a Secret's namespace and name; a redacted value with what is around
    // it.
    [GeneratedRegex(
        @"^(?:[/$<%&*!|>\\@-]|\.{1,2}/|\{\{|file:|unix:|(?:true|false|yes|no|on|off|none|null|nil|~)$"
            + @"|[a-z0-9.-]{1,63}/[a-z0-9.-]{1,63}$|\S+\.(?:pem|key|crt|json|ya?ml|csv|conf|txt|kubeconfig|sock)$"
            + @"|[^:,]*:?haplane-redacted)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Closed { get; }
}
