using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax;

/// <summary>The replacement of a part of a file, inside one of its values.</summary>
/// <param name="At">The part; an empty one inserts.</param>
/// <param name="Text">The new text.</param>
internal sealed record ByteEdit(Location At, string Text);
