namespace Generator.Core.Verifying;

/// <summary>One kind of check of a live cluster. Each is one file of its own in <c>Checks</c>.</summary>
/// <param name="Of">Makes the checks of that kind from what the hosts answered.</param>
internal sealed record LiveCheck(Func<Site, IEnumerable<Check>> Of);
