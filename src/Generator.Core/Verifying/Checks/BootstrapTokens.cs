using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the bootstrap token still works, and whether it may do more than let a kubelet join.</summary>
internal static class BootstrapTokens
{
    // Each master asks the same; one that has no way to the cluster does not know.
    internal static readonly LiveCheck Check = new(site =>
        from found in site.Masters.SelectMany(host => TokenPower.Of(host.Records).Select(token => (Host: host.Name, Token: token)))
        group found by found.Token.Path into same
        let known = same.OrderBy(found => found.Token.IsKnown ? 0 : 1).First()
        select Of(known.Host, known.Token));

    private static Check Of(string host, TokenPower token) => token.Power switch
    {
        "csr" => New(host, token, CheckState.Fine, "may request a certificate for a node, and nothing more was found"),
        "none" => New(host, token, CheckState.Fine, "no longer works; new nodes need a new token"),
        "more" => New(host, token, CheckState.Problem, "the token in it may do more than request a certificate for a node")
            with
        { Advice = "bind its group to system:node-bootstrapper only" },
        _ => New(host, token, CheckState.Unknown, "not checked: what its token may do is not known"),
    };

    private static Check New(string host, TokenPower token, CheckState state, string text) => new(host, CheckArea.Token, token.Path, state, text);
}
