using System.Globalization;
using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>A unit of a host.</summary>
/// <param name="Run"><c>running</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Boot"><c>enabled</c>, <c>disabled</c>, or <c>other</c> where another unit starts it.</param>
/// <param name="Loaded"><c>current</c> where it runs with the files on the disk, <c>older</c>, or <c>unknown</c>.</param>
/// <param name="Since">When it was started last, in seconds since 1970; 0 if that is not known.</param>
internal sealed record RunningUnit(string Unit, string Run, string Boot, string Loaded, long Since)
{
    internal static IEnumerable<RunningUnit> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "runs").Select(fact => Read(fact.Value.Split(' ')));

    private static RunningUnit Read(string[] fields) =>
        new(fields[0], fields[1], fields[2], fields[3], long.Parse(fields[4], CultureInfo.InvariantCulture));
}
