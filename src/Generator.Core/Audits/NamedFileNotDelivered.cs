using Generator.Core.Diagnostics;
using Generator.Core.Planning;

namespace Generator.Core.Audits;

/// <summary>AUD003.</summary>
internal static class NamedFileNotDelivered
{
    internal static readonly Audit Audit = new(
        "AUD003",
        "a file that a flag names and nobody delivers",
        "A component that is told to read a file and does not find it does not start.",
        "the component would not start there; make the source name a file that can be copied, or give the host its own",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        from delivered in set.Hosts
        where delivered.Host.Is(HostRole.NewMaster)
        from entry in delivered.Installation.Closure
        where entry is { IsRequired: true, Seen: null }
        group entry by (delivered.Host.Name, entry.Path) into same
        select (same.First().At, $"{same.First().NamedBy} of {same.Key.Name} names {same.Key.Path}, which nothing delivers there");
}
