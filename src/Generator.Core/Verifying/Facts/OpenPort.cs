using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying.Facts;

/// <summary>Whether a host can connect to a port.</summary>
/// <param name="Target">Address and port.</param>
internal sealed record OpenPort(string Target, bool IsOpen)
{
    internal static IEnumerable<OpenPort> Of(IEnumerable<EngineRecord> records) =>
        records.OfType<EngineFact>().Where(fact => fact.Name == "connects").Select(fact => Read(fact.Value.Split(' ')));

    private static OpenPort Read(string[] fields) => new(fields[0], fields[1] == "yes");
}
