using Generator.Core.Diagnostics;
using Generator.Core.Planning;
using Generator.Core.Values;

namespace Generator.Core.Audits;

/// <summary>AUD004.</summary>
internal static class SettingNotPatched
{
    internal static readonly Audit Audit = new(
        "AUD004",
        "a host-specific setting that still holds the source's value",
        "write the flag in one piece, in one file, on the source and capture it again",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        from delivered in set.Hosts
        where delivered.Host.Is(HostRole.NewMaster)
        from component in delivered.Installation.Components
        from flag in component.Flags
        let kind = HostSettings.OfFlag(component.Kind, flag.Name)
        where kind is not null && IsSources(set.Artefacts.Plan.Source, flag.Text, kind.Value)
        select (flag.At, $"--{flag.Name} of {delivered.Host.Name} would still hold {Quoted.Text(flag.Text)} of the source");

    private static bool IsSources(HostPlan source, string value, SettingKind kind) => kind switch
    {
        SettingKind.NodeName => value == source.NodeName,
        SettingKind.OwnAddress or SettingKind.AddressOfSource => Address.TryParse(value, out var address) && address == source.Address,
        _ => value.Contains(source.Address.Bracketed + ":", StringComparison.Ordinal) && kind == SettingKind.AddressAndPortOfSource,
    };
}
