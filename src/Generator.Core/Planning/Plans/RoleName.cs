namespace Generator.Core.Planning.Plans;

/// <summary>The names of the roles in files.</summary>
internal static class RoleName
{
    internal static IEnumerable<string> Of(HostRole roles)
    {
        if ((roles & HostRole.Source) != 0)
            yield return "source-master";
        if ((roles & HostRole.NewMaster) != 0)
            yield return "new-master";
        if ((roles & HostRole.Worker) != 0)
            yield return "worker";
        if ((roles & HostRole.LoadBalancer) != 0)
            yield return "load-balancer";
    }
}
