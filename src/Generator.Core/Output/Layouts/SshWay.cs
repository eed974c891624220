using System.Globalization;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Model;

namespace Generator.Core.Output.Layouts;

/// <summary>How to reach a host, for ssh_config. An empty value is left to the operator's own configuration.</summary>
/// <param name="Name">The name for ssh.</param>
/// <param name="Address">The address to connect to.</param>
/// <param name="Port">sshd's port.</param>
/// <param name="Jump">The host to jump through.</param>
public sealed record SshWay(string Name, string Address, int? Port, string User, string Jump, string HostKey)
{
    internal bool IsPinned => HostKey.Length > 0;

    internal static SshWay Of(string name, SshPlan ssh) => new(name, ssh.Address, ssh.Port, ssh.User, ssh.Jump, ssh.HostKey);

    /// <summary>The hosts of a rollout.plan, in order; a record with another form is left out.</summary>
    internal static IEnumerable<SshWay> InPlan(string plan) => plan.Split('\n').Select(line => Read(line.Split('\t'))).OfType<SshWay>();

    internal static SshWay Of(Host host) => Of(host.Name.Value.Text, SshPlan.Of(host));

    // The fields are checked, because a value with a space or a quote would be more than one word of ssh_config.
    private static SshWay? Read(string[] fields) =>
        fields is ["host", var name, var user, var port, var address, var jump, var key]
        && new[] { name, user, address, jump }.All(IsWord)
        && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SshWay(name, Given(address), number, Given(user), Given(jump), Given(key))
            : null;

    private static bool IsWord(string field) =>
        field == "-"
        || (field.Length > 0
            && field[0] != '-'
            && field.All(letter => char.IsAsciiLetterOrDigit(letter) || "._:@%+-".Contains(letter, StringComparison.Ordinal)));

    // An empty field of a plan.
    private static string Given(string field) => field == "-" ? "" : field;
}
