using System.Collections.Immutable;
using Generator.Core.Foundation.Wire;

namespace Generator.Core.Verifying;

/// <summary>A question about the whole cluster that every master was asked: one answer counts.</summary>
internal static class ClusterAnswer
{
    /// <summary>The facts of the first master that has some; empty if none has.</summary>
    internal static (string Host, ImmutableArray<T> Facts) First<T>(Site site, Func<IEnumerable<EngineRecord>, IEnumerable<T>> read) =>
        site.Masters.Select(host => (host.Name, Facts: read(host.Records).ToImmutableArray())).FirstOrDefault(pair => !pair.Facts.IsEmpty)
            is { Facts.IsDefault: false } found
            ? found
            : ("", []);

    /// <summary>The check for a question that no master could answer.</summary>
    internal static Check NotAsked(CheckArea area, string subject) =>
        new("", area, subject, CheckState.Unknown, "not checked: no master could answer");
}
