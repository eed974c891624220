namespace Generator.Core.Verifying;

/// <summary>A way to a kube-apiserver.</summary>
/// <param name="Key">Its name in questions and answers.</param>
/// <param name="Host">The master or load balancer; empty for the endpoint.</param>
/// <param name="Text">The way in words.</param>
/// <param name="Url">What is asked.</param>
/// <param name="Through">The address that is connected to instead of the one in the URL; <c>-</c> for none.</param>
internal sealed record ApiWay(string Key, string Host, string Text, string Url, string Through)
{
    /// <summary>Whether only this host itself is asked for it; otherwise every master is.</summary>
    internal bool IsOfItself { get; init; }
}
