namespace Generator.Core.Rollout;

/// <summary>What a person must see before a node is changed whose name another machine may have.</summary>
internal static class OnlyAt
{
    internal static string Of(string? address) => address is null ? "" : $"; not where its INTERNAL-IP is another than {address}";
}
