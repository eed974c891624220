namespace Generator.Core.Verifying;

/// <summary>A host that has a virtual address on an interface.</summary>
public sealed record AddressHolder(string Address, string Host);
