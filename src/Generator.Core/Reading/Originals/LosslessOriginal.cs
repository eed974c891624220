using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The lossless tree of an original, by the kind of the file.</summary>
internal static class LosslessOriginal
{
    /// <summary>The tree.</summary>
    /// <exception cref="ArgumentException">A file of this role is never patched.</exception>
    internal static LosslessFile Of(SourceFile file, FileRole role) => role switch
    {
        FileRole.Unit => UnitFile.Parse(file).Tree,
        FileRole.Flags => EnvironmentFile.Parse(file).Tree,
        FileRole.ComponentConfig =>
            YamlReader.Read(file, YamlLimits.Captured).Result?.Tree ?? throw new ArgumentException("this is not YAML", nameof(file)),
        _ => throw new ArgumentException($"a file of role {role} is never patched", nameof(role)),
    };
}
