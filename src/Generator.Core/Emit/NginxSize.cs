namespace Generator.Core.Emit;

/// <summary>How large nginx's tables are.</summary>
internal static class NginxSize
{
    private const int LeastConnections = 1024;

    /// <summary>
    /// Connections of one worker: twice what is expected, counted on both sides, and then a power of two, so that one more node changes
    /// nothing.
    /// </summary>
    internal static int Connections(int expected)
    {
        var connections = LeastConnections;
        while (connections < expected * 2 * 2)
            connections *= 2;
        return connections;
    }

    /// <summary>Descriptors of one worker: connections, logs and room for a reload.</summary>
    internal static int OpenFiles(int expected) => Connections(expected) * 2;
}
