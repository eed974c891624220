using Generator.Core.Layouts;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A host of a topology, which may be wrong in other places.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Way">How it is reached; its name is the host's.</param>
public sealed record DeclaredHost(Address Address, SshWay Way);
