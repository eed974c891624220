namespace Generator.Core.Ordering;

/// <summary>The proof that a cluster with several masters is one: the leaders stop, and others take over.</summary>
internal static class TakeoverSteps
{
    private static readonly string[] Leases = ["kube-controller-manager", "kube-scheduler"];

    internal static IEnumerable<RolloutStep> Of(RolloutSubject subject)
    {
        if (subject.NewMasters.IsEmpty)
            return [];
        var source = subject.Plan.Source.Name;
        return Leases.Select(lease => RolloutSubject.Step(
            Phase.Takeover,
            $"Restart the leading {lease}: another master must take its lease",
            [new RolloutAction(source, Verb.RestartLeader, lease)],
            [new Gate(source, Question.LeaseMoved, subject.Seconds, lease)]));
    }
}
