namespace Generator.Cli.Ssh;

/// <summary>What to do where a host cannot be reached: the faults that ssh and sudo name in one line, and what each means.</summary>
/// <param name="user">The user.</param>
/// <param name="address">What ssh connects to.</param>
/// <param name="port">sshd's port.</param>
/// <param name="place">Where the topology says how the host is reached; null where there is no topology yet.</param>
internal sealed class SshAdvice(string user, string address, string port, string? place)
{
    /// <summary>What to do.</summary>
    /// <param name="said">What ssh has said.</param>
    /// <param name="otherwise">What to do where that is none of the known faults.</param>
    internal string For(string said, string otherwise) => said switch
    {
        _ when said.Contains("IDENTIFICATION HAS CHANGED", StringComparison.Ordinal) =>
            $"its host key is not the one that is known: either the machine was set up anew, or another machine answers at {address}. {Pin}",
        _ when said.Contains("host key", StringComparison.OrdinalIgnoreCase) => $"its host key is not known here. {Pin}",
        _ when said.Contains("must have a tty", StringComparison.Ordinal) =>
            $"sudo there asks for a terminal: put \"Defaults:{user} !requiretty\" into /etc/sudoers.d/ there, or connect as root",
        _ when said.Contains("sudo:", StringComparison.Ordinal) =>
            $"{user} must become root without being asked: put \"{user} ALL=(ALL) NOPASSWD: ALL\" into /etc/sudoers.d/ there, or connect as root",
        _ when said.Contains("Permission denied", StringComparison.Ordinal) =>
            $"no key of yours is accepted for {user}: ssh-add -l lists those that your agent has; "
            + $"the public one belongs into ~{user}/.ssh/authorized_keys there",
        _ => otherwise,
    };

    private string Pin =>
        $"Read /etc/ssh/ssh_host_ed25519_key.pub on its console, and compare it with what ssh-keyscan -t ed25519 -p {port} {address} prints. "
        + (place is null
            ? $"Where they are equal, accept it once: ssh -p {port} {user}@{address}"
            : $"Where they are equal, pin it: ssh: {{hostKey: \"ssh-ed25519 …\"}} at {place}");
}
