using System.Collections.Immutable;
using Generator.Core.Deliveries;
using Generator.Core.Diagnostics;

namespace Generator.Core;

/// <summary>Everything that the compiler is given. It reads nothing else.</summary>
/// <param name="Topology">The topology.</param>
/// <param name="Originals">The files below <c>originals/</c>, with paths that start so.</param>
public sealed record InputSet(SourceFile Topology, ImmutableArray<SourceFile> Originals)
{
    /// <summary>The file that the topology's <c>signers</c> names, beside it; null where it names none or there is none.</summary>
    public SourceFile? Signers { get; init; }

    /// <summary>The day for which certificates are judged, in UTC; null where none expires. It changes findings and never the result.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>What the hosts have now, as the result that is replaced says; null where there is none.</summary>
    public EarlierResults? Before { get; init; }
}
