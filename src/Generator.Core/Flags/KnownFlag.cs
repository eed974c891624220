namespace Generator.Core.Flags;

/// <summary>What the table says of one flag of a component.</summary>
/// <param name="First">The first minor release that has it, where that is certain; null otherwise.</param>
/// <param name="Last">The last minor release that has it; null where the newest known one has it.</param>
/// <param name="Form">What its value has to be.</param>
internal sealed record KnownFlag(int? First, int? Last, ValueForm Form);
