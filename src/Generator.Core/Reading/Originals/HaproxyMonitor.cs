namespace Generator.Core.Reading.Originals;

/// <summary>Where haplane's haproxy answers questions about itself, on loopback.</summary>
internal static class HaproxyMonitor
{
    /// <summary>The port that haproxy's own examples use for statistics.</summary>
    internal const int Port = 8404;
}
