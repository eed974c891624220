using System.Collections.Concurrent;
using System.Collections.Immutable;
using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What a run knows of the hosts. Several hosts change at once.</summary>
internal sealed class RunMemory
{
    /// <summary>By host: whether anything would change there.</summary>
    internal ConcurrentDictionary<string, bool> Differs { get; } = new(StringComparer.Ordinal);

    /// <summary>By host: the files there that somebody else has changed.</summary>
    internal ConcurrentDictionary<string, ImmutableArray<string>> Drifted { get; } = new(StringComparer.Ordinal);

    /// <summary>By host: the deliveries that it keeps.</summary>
    internal ConcurrentDictionary<string, ImmutableArray<KeptDelivery>> History { get; } = new(StringComparer.Ordinal);

    /// <summary>By host: the delivery to which it goes back when it fails.</summary>
    internal ConcurrentDictionary<string, int> WayBack { get; } = new(StringComparer.Ordinal);

    /// <summary>By host: the last delivery of this run that was kept.</summary>
    internal ConcurrentDictionary<string, int> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>By host: the node that was not there before this run.</summary>
    internal ConcurrentDictionary<string, string> Joins { get; } = new(StringComparer.Ordinal);

    /// <summary>What the end says again.</summary>
    internal ConcurrentQueue<string> Warnings { get; } = [];

    /// <summary>By host: what became of it; none for one that is untouched.</summary>
    internal ConcurrentDictionary<string, string> Became { get; } = new(StringComparer.Ordinal);
}
