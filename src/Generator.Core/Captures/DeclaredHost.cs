using Generator.Core.Layouts;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>A host of a topology that may have faults elsewhere.</summary>
/// <param name="Way">How to reach it; its name is the host's.</param>
public sealed record DeclaredHost(Address Address, SshWay Way);
