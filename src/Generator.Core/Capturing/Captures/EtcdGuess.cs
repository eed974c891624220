using System.Collections.Immutable;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the etcd members, which the flags of the kube-apiserver list in most clusters.</summary>
internal static class EtcdGuess
{
    /// <summary>The flag, for a comment; empty if it does not list all members.</summary>
    internal static string ByFlag(CapturedMachine? source) =>
        Flag(source) is { } flag && Saying(flag) is { Length: > 0 } members ? $"{string.Join(", ", members)} ({Evidence.Of(flag)})" : "";

    /// <summary>The list from the members themselves, if the flag does not have it; empty if no member shows it.</summary>
    internal static Guess<ImmutableArray<string>>? Of(CapturedMachine? source, ImmutableArray<CapturedMachine> machines)
    {
        if (source is null || ByFlag(source).Length > 0)
            return null;
        var members = machines.SelectMany(Advertised).DistinctBy(member => member.Value).ToArray();
        return members is [var first, ..]
            ? new Guess<ImmutableArray<string>>([.. members.Select(member => member.Value)], $"{first.Evidence}, and so on")
            : new Guess<ImmutableArray<string>>([], "the client URL of every etcd member, such as https://192.168.3.171:2379");
    }

    private static Flag? Flag(CapturedMachine? source) => source?.Flag(ComponentKind.Apiserver, "etcd-servers");

    private static ImmutableArray<string> Saying(Flag flag)
    {
        var urls = flag.Text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return urls.All(url => Endpoint.TryParse(url, out _) && !EtcdAddress.IsLoopback(url)) ? [.. urls] : [];
    }

    private static IEnumerable<Guess<string>> Advertised(CapturedMachine machine) =>
        from unit in InstalledUnit.Of(machine.Capture)
        where unit is { File: not null, IsMasked: false }
        let command = unit.File is { } file ? CommandLine.Of(UnitFile.Parse(file), unit.Name, machine.Capture.View) : null
        where command is not null && HostPath.NameOf(command.Program.Text) == "etcd"
        from flag in Foundation.Syntax.Flag.Of(command)
        where flag.Name == "advertise-client-urls"
        from url in flag.Text.Split(',').Where(url => Endpoint.TryParse(url, out _) && !EtcdAddress.IsLoopback(url)).Take(1)
        select new Guess<string>(url, Evidence.Of(flag));
}
