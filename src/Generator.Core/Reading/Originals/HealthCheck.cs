namespace Generator.Core.Reading.Originals;

/// <summary>The numbers of a load balancer's health check, in seconds.</summary>
/// <param name="Interval">The time between two checks.</param>
/// <param name="Timeout">The time that one check waits for its answer.</param>
/// <param name="Failures">The number of failed checks in a row that take a master out.</param>
internal sealed record HealthCheck(int Interval, int Timeout, int Failures)
{
    // From the calmest to the quickest.
    private static readonly HealthCheck[] Known = [new(2, 2, 3), new(1, 1, 3), new(1, 1, 2)];

    /// <summary>The longest time until a master that fails is out.</summary>
    internal int Detection => (Failures * Interval) + Timeout;

    /// <summary>The calmest check that notices a stopping kube-apiserver before it closes its port; the calmest of all if none does.</summary>
    /// <param name="delay">For how long a kube-apiserver that stops still serves.</param>
    internal static HealthCheck Within(int delay) => Known.FirstOrDefault(check => check.Detection < delay) ?? Known[0];
}
