namespace Generator.Core.Planning.Plans;

/// <summary>The roles of a host; a machine may be a load balancer in addition to another role.</summary>
[Flags]
public enum HostRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The master that the others are made from.</summary>
    Source = 1,

    /// <summary>Another master.</summary>
    NewMaster = 2,

    /// <summary>A worker.</summary>
    Worker = 4,

    /// <summary>A load balancer.</summary>
    LoadBalancer = 8,
}
