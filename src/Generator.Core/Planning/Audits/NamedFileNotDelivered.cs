using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Audits;

internal static class NamedFileNotDelivered
{
    internal static readonly Audit Audit = new(
        "AUD003",
        "a flag names a file that is not delivered",
        "A component does not start if a configured file is missing.",
        "the component would not start there; name a file on the source master that can be copied, or create the file on that host",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        from delivered in set.Hosts
        where delivered.Host.Is(HostRole.NewMaster)
        from entry in delivered.Installation.Closure
        where entry is { IsRequired: true, Seen: null }
        group entry by (delivered.Host.Name, entry.Path) into same
        select (same.First().At, $"{same.First().NamedBy} of {same.Key.Name} names {same.Key.Path}, which is not delivered there");
}
