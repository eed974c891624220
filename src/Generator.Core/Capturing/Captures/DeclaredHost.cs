using Generator.Core.Foundation.Values;
using Generator.Core.Output.Layouts;

namespace Generator.Core.Capturing.Captures;

/// <summary>A host of a topology that may have faults elsewhere.</summary>
/// <param name="Way">How to reach it; its name is the host's.</param>
public sealed record DeclaredHost(Address Address, SshWay Way);
