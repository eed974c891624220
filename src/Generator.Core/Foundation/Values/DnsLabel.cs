namespace Generator.Core.Foundation.Values;

/// <summary>One label of a DNS name, lower case (RFC 1123): a host's or a cluster's name.</summary>
/// <param name="Text">The text as it was written.</param>
public readonly record struct DnsLabel(string Text) : IScalar<DnsLabel>
{
    /// <inheritdoc/>
    public static string Expected => "a DNS label: lower-case letters, digits and inner hyphens, at most 63, such as k8s-master1";

    /// <inheritdoc/>
    public static ScalarForm Form => ScalarForm.Of(Grammar.DnsLabel);

    /// <inheritdoc/>
    public static bool TryParse(string text, out DnsLabel value)
    {
        value = new DnsLabel(text);
        return Grammar.DnsLabel.IsMatch(text);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
