using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core;

/// <summary>The compiler's complete input.</summary>
/// <param name="Originals">The files below <c>originals/</c>; their paths start with it.</param>
public sealed record InputSet(SourceFile Topology, ImmutableArray<SourceFile> Originals)
{
    /// <summary>The file that the topology's <c>signers</c> names; null if it names none or the file does not exist.</summary>
    public SourceFile? Signers { get; init; }

    /// <summary>The date for the check of certificates, in UTC; null if expiry is not checked. It changes findings but never the output.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>The state of the hosts, from the previous output; null if there is none.</summary>
    public EarlierResults? Before { get; init; }
}
