using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>The parts of a host that the reading of a unit depends on.</summary>
/// <param name="Open">Returns the content of a file of the host; null if it was not captured.</param>
/// <param name="Matching">Returns the paths of the host that match a pattern of glob(7), sorted.</param>
internal sealed record HostView(string Name, Func<string, SourceFile?> Open, Func<string, IEnumerable<string>> Matching);
