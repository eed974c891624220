namespace Generator.Core.Reporting.Changes;

/// <summary>One changed declaration.</summary>
/// <param name="Kind">How it differs.</param>
/// <param name="Subject">Its name for people: <c>master k8s-master3</c>, <c>loadBalancer.port</c>.</param>
/// <param name="Before">The earlier declaration; empty for something new.</param>
/// <param name="After">The later declaration; empty for something removed.</param>
public sealed record TopologyChange(ChangeKind Kind, string Subject, string Before, string After)
{
    /// <summary>The change as a line.</summary>
    public override string ToString() => Kind switch
    {
        ChangeKind.Added => After.Length == 0 ? $"{Subject} added" : $"{Subject} added: {After}",
        ChangeKind.Removed => Before.Length == 0 ? $"{Subject} removed" : $"{Subject} removed: {Before}",
        _ => $"{Subject}: {Before} → {After}",
    };
}
