using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>The answer of a kube-apiserver.</summary>
/// <param name="Way">The way that was asked: the key of an <see cref="ApiWay"/>.</param>
/// <param name="Code">The HTTP code of <c>/readyz</c>; 000 without an answer.</param>
/// <param name="Version">Its release; <c>-</c> if it did not tell.</param>
internal sealed record ApiAnswer(string Way, string Code, string Version)
{
    internal static IEnumerable<ApiAnswer> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "answers").Select(fact => Read(fact.Value.Split(' ')));

    private static ApiAnswer Read(string[] fields) => new(fields[0], fields[1], fields[2]);
}
