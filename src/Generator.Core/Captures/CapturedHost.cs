
namespace Generator.Core.Captures;

/// <summary>A host that was captured, by the name of its folder.</summary>
/// <param name="Name">The name: the topology's where there is one, else the host's own.</param>
/// <param name="Reached">How it was reached, such as <c>root@192.168.3.171:36022</c>; null where its report came as a file.</param>
/// <param name="Report">What was read there.</param>
public sealed record CapturedHost(string Name, ReachedHost? Reached, HostReport Report);
