using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Model;

/// <summary>A value of the topology with the place where it was written.</summary>
/// <param name="At">Where it is written; for a default, the part of the file where it could be written.</param>
/// <param name="IsWritten">Whether the user wrote it; else it is a default.</param>
public readonly record struct Located<T>(T Value, Location At, bool IsWritten)
{
    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? "";
}
