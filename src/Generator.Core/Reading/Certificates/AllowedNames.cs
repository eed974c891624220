using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>The common names in <c>--requestheader-allowed-names</c>, which may act as other users.</summary>
/// <param name="At">Where the last of them are written.</param>
/// <param name="Names">The names; none if every name is allowed.</param>
internal sealed record AllowedNames(Location At, ImmutableArray<string> Names)
{
    /// <summary>The names of the source master's kube-apiserver, whether the flag is repeated or not; null if it has no such flag.</summary>
    internal static AllowedNames? Of(Cluster cluster) =>
        cluster.Source?.Find(ComponentKind.Apiserver)?.Flags.Where(flag => flag.Name == "requestheader-allowed-names")
            .ToArray() is [.., var last] flags
            ? new AllowedNames(
                last.At,
                [.. flags.SelectMany(flag => flag.Text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim(' ', '"')))])
            : null;
}
