using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>The host of a unit, as far as the unit's reading depends on it.</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Open">Gives the content of a file of the host; null where it was not captured.</param>
/// <param name="Matching">Gives the paths of the host that match a pattern of glob(7), sorted.</param>
internal sealed record HostView(string Name, Func<string, SourceFile?> Open, Func<string, IEnumerable<string>> Matching);
