using System.Collections.Immutable;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Applying;

/// <summary>What a run knows of one host.</summary>
internal sealed class HostState
{
    internal const string Untouched = "untouched";
    internal const string RolledBack = "rolled back";
    internal const string NotRolledBack = "not rolled back";

    /// <summary>Whether anything would change there.</summary>
    internal bool Differs { get; set; }

    /// <summary>The files that were changed there since the last delivery.</summary>
    internal ImmutableArray<string> Drifted { get; set; } = [];

    /// <summary>The deliveries that it keeps.</summary>
    internal ImmutableArray<KeptDelivery> History { get; set; } = [];

    /// <summary>The number of the delivery that it had when the run began.</summary>
    internal int AtBegin { get; set; }

    /// <summary>The number before its last delivery.</summary>
    internal int Before { get; set; }

    /// <summary>The number of its last delivery.</summary>
    internal int Delivered { get; set; }

    /// <summary>Whether the engine and the files of this output are there.</summary>
    internal bool IsStaged { get; set; }

    /// <summary>Whether it was not in the cluster before this run.</summary>
    internal bool IsNew { get; set; }

    /// <summary>Whether this run has changed it.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>Whether another delivery was running there: it is left alone.</summary>
    internal bool IsInUse { get; set; }

    /// <summary>What became of it.</summary>
    internal string Outcome { get; set; } = Untouched;
}
