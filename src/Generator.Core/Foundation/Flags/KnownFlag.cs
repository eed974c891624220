namespace Generator.Core.Foundation.Flags;

/// <summary>The table's facts about one flag of a component.</summary>
/// <param name="First">The first minor release that has it, if that is certain; null otherwise.</param>
/// <param name="Last">The last minor release that has it; null if the newest known one has it.</param>
internal sealed record KnownFlag(int? First, int? Last, ValueForm Form);
