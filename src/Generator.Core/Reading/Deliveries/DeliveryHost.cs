using System.Collections.Immutable;

namespace Generator.Core.Reading.Deliveries;

/// <summary>One host of an <c>out/</c>.</summary>
/// <param name="NodeName">Its node name; empty if it is not a node.</param>
/// <param name="Roles">Its roles: <c>source-master</c>, <c>new-master</c>, <c>worker</c>, <c>load-balancer</c>.</param>
/// <param name="Units">The units that run there, in the order in which they start.</param>
public sealed record DeliveryHost(string Name, string Address, string NodeName, ImmutableArray<string> Roles, ImmutableArray<DeliveryUnit> Units)
{
    /// <summary>Whether it is a master.</summary>
    public bool IsMaster => Roles.Any(role => role is "source-master" or "new-master");

    /// <summary>Whether the other masters are made from it.</summary>
    public bool IsSource => Roles.Contains("source-master");

    /// <summary>Whether it is a load balancer.</summary>
    public bool IsBalancer => Roles.Contains("load-balancer");
}

/// <summary>A unit of a host.</summary>
/// <param name="Name">The unit, such as <c>kubelet.service</c>.</param>
/// <param name="Group">The delivery group that activates it: <c>control-plane</c>, <c>node</c> or <c>load-balancer</c>.</param>
public sealed record DeliveryUnit(string Name, string Group);
