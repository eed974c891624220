namespace Generator.Core.Foundation.Values;

/// <summary>A DNS name of one or more labels, lower case (RFC 1123), at most 253 characters: the form of a Kubernetes node's name.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct DnsName(string Text) : IScalar<DnsName>
{
    /// <inheritdoc/>
    public static string Expected => "a DNS name in lower case, such as k8s-master1 or node1.example.org";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.DnsName);

    /// <inheritdoc/>
    public static bool TryParse(string text, out DnsName value)
    {
        value = new DnsName(text);
        return Grammar.DnsName.IsMatch(text) && text.Length <= 253;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
