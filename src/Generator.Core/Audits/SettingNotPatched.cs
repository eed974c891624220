using Generator.Core.Diagnostics;
using Generator.Core.Originals;
using Generator.Core.Planning;

namespace Generator.Core.Audits;

/// <summary>AUD004.</summary>
internal static class SettingNotPatched
{
    internal static readonly Audit Audit = new(
        "AUD004",
        "a host-specific setting that still holds the source's value",
        "Two hosts with one name or address are one to the cluster: both kubelets are the same node, both apiservers the same endpoint.",
        "write the flag in one piece, in one file, on the source and capture it again",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        from delivered in set.Hosts
        where delivered.Host.Is(HostRole.NewMaster)
        from setting in Flags(delivered).Concat(Keys(delivered))
        where IsSources(set.Artefacts.Plan.Source, setting.Value, setting.Kind)
        select (setting.At, $"{setting.Name} of {delivered.Host.Name} would still hold {Quoted.Text(setting.Value)} of the source");

    private static IEnumerable<(string Name, string Value, SettingKind Kind, Location At)> Flags(DeliveredHost delivered) =>
        from component in delivered.Installation.Components
        from flag in component.Flags
        let kind = HostSettings.OfFlag(component.Kind, flag.Name)
        where kind is not null
        select ($"--{flag.Name}", flag.Text, kind.Value, flag.At);

    private static IEnumerable<(string Name, string Value, SettingKind Kind, Location At)> Keys(DeliveredHost delivered) =>
        from entry in delivered.Installation.Closure
        where entry.Role == FileRole.ComponentConfig
        from scalar in entry.Content is { } content && Content.Document(content) is { } document ? ConfigScalars.All(document, "") : []
        let kind = HostSettings.OfKey(scalar.Key)
        where kind is not null
        select (scalar.Key, scalar.Scalar.Value, kind.Value, scalar.Scalar.At);

    private static bool IsSources(HostPlan source, string value, SettingKind kind) => kind switch
    {
        SettingKind.NodeName => value == source.NodeName,
        SettingKind.Apiserver => false,
        _ => value.Split(',').Any(part => part == source.Address.Text || part.StartsWith($"{source.Address.Bracketed}:", StringComparison.Ordinal)),
    };
}
