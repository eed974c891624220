using System.Security.Cryptography;
using Generator.Core;

namespace Generator.Cli.Capturing;

/// <summary>The program that reads a host.</summary>
internal static class ReaderProgram
{
    /// <summary>Its text with a new key, by which one run tells equal secrets on several hosts; the key is kept nowhere.</summary>
    internal static string WithNewKey() => Capture.Program(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
}
