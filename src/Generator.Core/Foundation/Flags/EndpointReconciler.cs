namespace Generator.Core.Foundation.Flags;

/// <summary>How the kube-apiservers of a release keep the endpoints of the Service kubernetes.</summary>
internal static class EndpointReconciler
{
    /// <summary>The first minor release with the default lease; the older default is master-count (kubernetes#63383).</summary>
    internal const int FirstWithLease = 11;

    /// <summary>The first minor release with --endpoint-reconciler-type (CHANGELOG-1.9).</summary>
    internal const int FirstWithType = 9;
}
