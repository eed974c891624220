using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>An address that moves between the load balancers' hosts by VRRP.</summary>
/// <param name="At">The section that declares it.</param>
/// <param name="RouterId">The virtual router's number.</param>
/// <param name="Interface">The interface that carries it.</param>
public sealed record VirtualAddress(
    Location At,
    Located<Address> Address,
    Located<RouterId> RouterId,
    Located<InterfaceName> Interface);
