using System.Globalization;

namespace Generator.Cli;

internal static class Sizes
{
    /// <summary>A size in bytes, KiB or MiB, whichever needs the fewest digits.</summary>
    internal static string Of(long bytes) => bytes switch
    {
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):F1} MiB"),
        >= 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 10):F1} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
