namespace Generator.Core.Foundation.Values;

/// <summary>A public ssh host key as in known_hosts: type, space, base64 (sshd(8)).</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct HostKey(string Text) : IScalar<HostKey>
{
    /// <inheritdoc/>
    public static string Expected => "a public ssh host key, such as \"ssh-ed25519 AAAA…\"";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.HostKey);

    /// <inheritdoc/>
    public static bool TryParse(string text, out HostKey value)
    {
        value = new HostKey(text);
        return Grammar.HostKey.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
