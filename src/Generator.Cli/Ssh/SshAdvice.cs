using Generator.Core.Runs;

namespace Generator.Cli.Applying;

/// <summary>What to do where a host cannot be reached: the faults that ssh and sudo name in one line, and what each means.</summary>
internal static class SshAdvice
{
    /// <summary>What to do about a host.</summary>
    internal static string For(PlannedHost host, Answer answer)
    {
        var said = string.Join('\n', answer.Faults);
        var advice = Of(host, said);
        return host.IsLeaving
            ? $"{advice}; {host.Name} leaves: if that machine is dead for good, pass --gone {host.Name}; if it has left already, run haplane build --done"
            : advice;
    }

    private static string Of(PlannedHost host, string said) => said switch
    {
        _ when said.Contains("IDENTIFICATION HAS CHANGED", StringComparison.Ordinal) =>
            $"its host key is not the one that is known: either the machine was set up anew, or somebody else answers at {host.Address}. {Pin(host)}",
        _ when said.Contains("host key", StringComparison.OrdinalIgnoreCase) =>
            $"its host key is not known here. {Pin(host)}",
        _ when said.Contains("must have a tty", StringComparison.Ordinal) =>
            $"sudo there asks for a terminal: put \"Defaults:{host.User} !requiretty\" into /etc/sudoers.d/ there, or let ssh.user in topology.yaml be root",
        _ when said.Contains("sudo:", StringComparison.Ordinal) =>
            $"{host.User} must become root without being asked: put \"{host.User} ALL=(ALL) NOPASSWD: ALL\" into /etc/sudoers.d/ there, or let ssh.user in topology.yaml be root",
        _ when said.Contains("Permission denied", StringComparison.Ordinal) =>
            $"no key of yours is accepted for {host.User}: ssh-add -l lists those that your agent has; the public one belongs into ~{host.User}/.ssh/authorized_keys there",
        _ => $"try: ssh -F ssh_config {host.Name} true, in the folder of the result (of a bundle: in out/ where it is unpacked)",
    };

    private static string Pin(PlannedHost host) =>
        $"Read /etc/ssh/ssh_host_ed25519_key.pub on its console, compare it with what ssh-keyscan -t ed25519 -p {host.Port} {host.Address} prints, and pin it: ssh: {{hostKey: \"ssh-ed25519 …\"}} at {host.Name} in topology.yaml, then build again";
}
