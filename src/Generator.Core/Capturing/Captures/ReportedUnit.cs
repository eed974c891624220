namespace Generator.Core.Capturing.Captures;

/// <summary>A service of a host as systemd knows it.</summary>
/// <param name="Active">systemd's ActiveState, such as <c>active</c>.</param>
/// <param name="Enabled">systemd's UnitFileState, such as <c>enabled</c>.</param>
public sealed record ReportedUnit(string Name, string Active, string Enabled);
