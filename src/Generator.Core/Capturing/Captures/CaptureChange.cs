using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Capturing.Captures;

/// <summary>What changed on the hosts between two captures.</summary>
/// <param name="Added">The hosts that only the later capture has.</param>
/// <param name="Removed">The hosts that only the earlier capture has.</param>
/// <param name="Hosts">The hosts in both captures on which something changed.</param>
public sealed record CaptureChange(ImmutableArray<string> Added, ImmutableArray<string> Removed, ImmutableArray<CapturedHostChange> Hosts)
{
    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Hosts.IsEmpty;

    /// <summary>Compares two sets of originals.</summary>
    /// <param name="before">The files of <c>originals/</c> of the earlier capture.</param>
    /// <param name="after">The files of <c>originals/</c> of the later capture.</param>
    internal static CaptureChange Of(ImmutableArray<SourceFile> before, ImmutableArray<SourceFile> after)
    {
        var (old, recent) = (CapturedFolder.ByHost(before), CapturedFolder.ByHost(after));
        return new CaptureChange(
            [.. recent.Keys.Except(old.Keys)],
            [.. old.Keys.Except(recent.Keys)],
            [
                .. from host in old.Keys.Intersect(recent.Keys)
                   let changed = CapturedHostChange.Of(host, old[host], recent[host])
                   where !changed.Things.IsEmpty
                   select changed,
            ]);
    }
}
