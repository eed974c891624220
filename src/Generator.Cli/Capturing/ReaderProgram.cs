using System.Security.Cryptography;
using Generator.Core;

namespace Generator.Cli.Capturing;

/// <summary>The program that reads a host.</summary>
internal static class ReaderProgram
{
    /// <summary>Its text with a new key, which marks equal secrets on several hosts in one run; the key is not stored.</summary>
    internal static string WithNewKey() => Capture.Program(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
}
