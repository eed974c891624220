using System.Security.Cryptography;
using Generator.Core.Values;

namespace Generator.Core.Artefacts;

/// <summary>Digests.</summary>
internal static class Digest
{
    internal static Sha256 Of(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));
}
