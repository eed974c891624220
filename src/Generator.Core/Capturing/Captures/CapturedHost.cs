
namespace Generator.Core.Capturing.Captures;

/// <summary>A captured host, by the name of its folder.</summary>
/// <param name="Name">The topology's name if there is one, else the host's own.</param>
/// <param name="Reached">How it was reached, such as <c>root@192.168.3.171:36022</c>; null if its report came as a file.</param>
public sealed record CapturedHost(string Name, ReachedHost? Reached, HostReport Report);
