namespace Generator.Core.Foundation.Values;

/// <summary>The program on a load balancer host.</summary>
public enum BalancerEngine
{
    /// <summary>nginx with its stream module.</summary>
    Nginx,

    /// <summary>haproxy, which checks actively.</summary>
    Haproxy,

    /// <summary>An external load balancer: an F5 or a cloud's.</summary>
    External,
}
