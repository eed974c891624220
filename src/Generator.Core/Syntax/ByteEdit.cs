using Generator.Core.Diagnostics;

namespace Generator.Core.Syntax;

/// <summary>The replacement of one stretch of a file, inside one of its values.</summary>
/// <param name="At">The stretch; an empty one inserts.</param>
/// <param name="Text">What takes its place.</param>
internal sealed record ByteEdit(Location At, string Text);
