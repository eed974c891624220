using System.Globalization;
using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>The lease of a leader.</summary>
/// <param name="Holder">Who holds it; <c>-</c> for none.</param>
/// <param name="Transitions">How often it moved.</param>
/// <param name="Age">The seconds since it was renewed; null if that is not known.</param>
internal sealed record LeaseFact(string Name, string Holder, long Transitions, long? Age)
{
    internal static IEnumerable<LeaseFact> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "lease").Select(fact => Read(fact.Value.Split(' ')));

    private static LeaseFact Read(string[] fields) => new(
        fields[0],
        fields[1],
        long.Parse(fields[2], CultureInfo.InvariantCulture),
        fields[3] == "-" ? null : long.Parse(fields[3], CultureInfo.InvariantCulture));
}
