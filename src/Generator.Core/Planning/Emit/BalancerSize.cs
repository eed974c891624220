namespace Generator.Core.Planning.Emit;

/// <summary>The size of a load balancer's tables.</summary>
internal static class BalancerSize
{
    // Enough for 256 hosts, in about 7 MB per worker: below that number a new host changes nothing on a load balancer.
    private const int LeastConnections = 16384;

    /// <summary>
    /// Connections of one worker: twice the expected number, counted on both sides, rounded up to a power of two, so that one more node
    /// changes something only if the number doubles.
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
