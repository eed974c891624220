using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Audits;

/// <summary>A host-specific setting at the place where it is written.</summary>
/// <param name="Name">The flag, with its hyphens, or the key.</param>
internal sealed record WrittenSetting(string Name, string Value, SettingKind Kind, Location At)
{
    /// <summary>The host-specific settings of an installation.</summary>
    internal static IEnumerable<WrittenSetting> Of(Installation installation) => Flags(installation).Concat(Keys(installation));

    private static IEnumerable<WrittenSetting> Flags(Installation installation) =>
        from component in installation.Components
        from flag in component.Flags
        let kind = HostSettings.OfFlag(component.Kind, flag.Name)
        where kind is not null
        select new WrittenSetting($"--{flag.Name}", flag.Text, kind.Value, flag.Value?.Place ?? flag.At);

    private static IEnumerable<WrittenSetting> Keys(Installation installation) =>
        from entry in installation.Closure
        where entry.Role == FileRole.ComponentConfig
        from scalar in entry.Content is { } content && Content.Document(content) is { } document ? ConfigScalars.All(document, "") : []
        let kind = HostSettings.OfKey(scalar.Key)
        where kind is not null
        select new WrittenSetting(scalar.Key, scalar.Scalar.Value, kind.Value, scalar.Scalar.At);
}
