using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Emit;

/// <summary>A kind of file that haplane writes from a template. It answers everything about its files: one file of code, one template.</summary>
internal sealed record ArtefactKind
{
    /// <summary>What it is called, for people.</summary>
    internal required string Name { get; init; }

    /// <summary>Why its files are there, for the review page.</summary>
    internal required string Why { get; init; }

    /// <summary>The template, which sees the record that <see cref="Files"/> gives it and nothing else.</summary>
    internal required string Template { get; init; }

    /// <summary>The hosts that get such a file, each with what the template sees there.</summary>
    internal required Func<ClusterPlan, IEnumerable<(HostPlan Host, object View)>> Files { get; init; }

    internal required Func<HostPlan, string> Path { get; init; }

    /// <summary>With what its files go into use.</summary>
    internal required DeliveryGroup Group { get; init; }

    /// <summary>The unit that loads a file; null where none has to learn of a change.</summary>
    internal required Func<HostPlan, string?> LoadedBy { get; init; }

    /// <summary>How that unit loads it.</summary>
    internal Func<HostPlan, LoadAction> Load { get; init; } = _ => LoadAction.Restart;

    internal Permissions Mode { get; init; } = new("0644");

    /// <summary>Its owner and group.</summary>
    internal FileOwner Owner { get; init; } = new("root:root");

    /// <summary>Whether a file that the site or a package has put there may be replaced. By default the delivery is refused.</summary>
    internal Func<HostPlan, bool> MayReplace { get; init; } = _ => false;

    /// <summary>The paths at which a file stays when its host leaves, because a program of the site needs one. By default it goes.</summary>
    internal ImmutableArray<string> Stays { get; init; } = [];
}
