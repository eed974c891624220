using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>Who must be able to read a secret: its owner, and the services that do not run as root (systemd.exec(5), User=, Group=).</summary>
internal static class SecretAccess
{
    private const int ByOwner = 0b110_000_000;
    private const int ByGroup = 0b000_100_000;
    private const int ByAll = 0b000_000_100;

    /// <summary>The mode without bits that no service needs: 0600, with a bit for a service's group, or for a service without other access.</summary>
    internal static Permissions Needed(Installation installation, InventoryEntry seen)
    {
        var (owner, group) = Split(seen.Owner);
        var readers = Readers(installation, seen.Path).Where(account => account.User != owner).ToArray();
        var isOfService = group != "root" && Accounts(installation).Any(account => account.Groups.Contains(group));
        var needsAll = readers.Any(account => !account.Groups.Contains(group));
        return seen.Mode.And(ByOwner | (isOfService ? ByGroup : 0) | (needsAll ? ByGroup | ByAll : 0));
    }

    /// <summary>Whether an account can read a secret although no service runs with that group.</summary>
    internal static bool IsTooOpen(Installation installation, InventoryEntry seen)
    {
        var (_, group) = Split(seen.Owner);
        var isOfService = group != "root" && Accounts(installation).Any(account => account.Groups.Contains(group));
        return (seen.Mode.ForOthers & ~(isOfService ? ByGroup : 0)) != 0;
    }

    private static IEnumerable<Account> Readers(Installation installation, string path) =>
        from entry in installation.Closure
        where entry.Path == path
        from component in installation.Components
        where component.UnitName == entry.Unit
        let account = Account.Of(component.Unit)
        where account is not null
        select account;

    // Another service may also read a secret, as etcd reads its own key.
    private static IEnumerable<Account> Accounts(Installation installation) =>
        installation.Components.Select(component => Account.Of(component.Unit))
            .Concat(
                InstalledUnit.Of(installation.Capture)
                    .Select(unit => unit is { File: { } file, IsMasked: false } ? Account.Of(UnitFile.Parse(file)) : null))
            .OfType<Account>();

    private static (string Owner, string Group) Split(FileOwner owner) =>
        owner.Text.Split(':') is [var user, var group] ? (user, group) : (owner.Text, "");

    /// <summary>The account of a service.</summary>
    /// <param name="Groups">Its groups; the first one mostly has the user's own name.</param>
    private sealed record Account(string User, ImmutableArray<string> Groups)
    {
        /// <summary>The account of a unit; null if it runs as root.</summary>
        internal static Account? Of(UnitFile unit)
        {
            var user = Last(unit, "User");
            var isDynamic = Last(unit, "DynamicUser") is "yes" or "true" or "on" or "1";
            if (!isDynamic && user is "" or "root" or "0")
                return null;
            return new Account(
                isDynamic && user.Length == 0 ? "a dynamic user" : user,
                [Last(unit, "Group") is { Length: > 0 } group ? group : user, .. Last(unit, "SupplementaryGroups").Split(' ')]);
        }

        private static string Last(UnitFile unit, string key) => unit.All("Service", key).LastOrDefault()?.Value.Text ?? "";
    }
}
