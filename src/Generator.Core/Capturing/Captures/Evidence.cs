using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Capturing.Captures;

/// <summary>Describes where a value was found.</summary>
internal static class Evidence
{
    internal static string Of(Flag flag) => $"--{flag.Name} in {Place(flag.At.File.Path)}";

    /// <summary>A captured file: its path and its host.</summary>
    internal static string Place(string original) =>
        original.Split('/', 3) is ["originals", var host, var path] ? $"/{path} on {host}" : original;
}
