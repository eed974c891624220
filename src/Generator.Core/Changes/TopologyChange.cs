namespace Generator.Core.Changes;

/// <summary>One thing that is declared otherwise.</summary>
/// <param name="Kind">What has become of it.</param>
/// <param name="Subject">What it is, for people: <c>master k8s-master3</c>, <c>loadBalancer.port</c>.</param>
/// <param name="Before">What was declared; empty for something new.</param>
/// <param name="After">What is declared; empty for something that is gone.</param>
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
