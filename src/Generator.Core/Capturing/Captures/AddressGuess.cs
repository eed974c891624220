using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Capturing.Captures;

/// <summary>Finds the address that the other hosts use to reach a captured host.</summary>
internal static class AddressGuess
{
    internal static Guess<Address>? Of(CapturedMachine machine) => OfFlag(machine, ComponentKind.Apiserver, "advertise-address")
        ?? OfFlag(machine, ComponentKind.Apiserver, "bind-address")
        ?? OfNode(machine)
        ?? OfFlag(machine, ComponentKind.Kubelet, "node-ip")
        ?? OfFlag(machine, ComponentKind.Kubelet, "hostname-override")
        ?? OfConnection(machine)
        ?? OfInterfaces(machine);

    private static Guess<Address>? OfFlag(CapturedMachine machine, ComponentKind kind, string name) =>
        machine.Flag(kind, name) is { } flag && Usable(flag) is { } address ? new Guess<Address>(address, Evidence.Of(flag)) : null;

    // A host with two address families names both, the first one first.
    private static Address? Usable(Flag flag) => Usable(flag.Text.Split(',')[0]);

    private static Address? Usable(string text) =>
        Address.TryParse(text, out var address) && address.SpecialKind is null ? address : null;

    private static Guess<Address>? OfNode(CapturedMachine machine)
    {
        var names = new[] { NodeNameGuess.OfFlag(machine)?.Value.Text, machine.Name, machine.Report.Name.Text };
        var nodes = machine.Report.Nodes.Where(node => node.Address.SpecialKind is null);
        var own = nodes.FirstOrDefault(node => names.Contains(node.Name.Text) || names.Contains(node.Name.Text.Split('.')[0]));
        return own is null ? null : new Guess<Address>(own.Address, $"kubectl get node on {machine.Name}");
    }

    private static Guess<Address>? OfConnection(CapturedMachine machine)
    {
        if (machine.Host.Reached is not { } reached || Usable(reached.Address) is not { } address)
            return null;
        var isForeign = !machine.Report.Addresses.IsEmpty && !machine.Report.Addresses.Contains(address);
        return new Guess<Address>(address, isForeign
            ? "it was reached at this address. None of its interfaces has it: write the one that the other hosts use"
            : "it was reached at this address");
    }

    private static Guess<Address>? OfInterfaces(CapturedMachine machine)
    {
        var own = machine.Report.Addresses.Where(address => address.SpecialKind is null).ToArray();
        return own is [var first, ..]
            ? new Guess<Address>(first, own.Length == 1 ? "its only address" : $"the first of its addresses {string.Join(", ", own.Take(6))}")
            : null;
    }
}
