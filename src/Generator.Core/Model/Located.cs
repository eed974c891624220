using Generator.Core.Diagnostics;

namespace Generator.Core.Model;

/// <summary>A value of the topology with the place where it was written.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="At">Where it was written; for a default, the part of the file that could have held it.</param>
/// <param name="IsWritten">Whether the user wrote it; a default otherwise.</param>
public readonly record struct Located<T>(T Value, Location At, bool IsWritten)
{
    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? "";
}
