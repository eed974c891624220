using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>What a bootstrap token may do.</summary>
/// <param name="Path">The kubeconfig that holds it.</param>
/// <param name="Power"><c>csr</c>: request certificates; <c>more</c>; <c>none</c>; <c>unknown</c>.</param>
internal sealed record TokenPower(string Path, string Power)
{
    internal bool IsKnown => Power is "csr" or "more" or "none";

    internal static IEnumerable<TokenPower> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "token").Select(fact => Read(fact.Value.Split(' ')));

    private static TokenPower Read(string[] fields) => new(fields[0], fields[2]);
}
