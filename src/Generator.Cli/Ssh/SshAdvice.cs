namespace Generator.Cli.Ssh;

/// <summary>Hints for a host that cannot be reached: the faults that ssh and sudo print in one line.</summary>
/// <param name="address">The address that ssh connects to.</param>
/// <param name="place">Where the topology defines how to reach the host; null if there is no topology yet.</param>
internal sealed class SshAdvice(string user, string address, string port, string? place)
{
    /// <param name="said">The output of ssh.</param>
    /// <param name="otherwise">The hint for any other fault.</param>
    internal string For(string said, string otherwise) => said switch
    {
        _ when said.Contains("IDENTIFICATION HAS CHANGED", StringComparison.Ordinal) =>
            $"its host key has changed: either the machine was reinstalled, or another machine answers at {address}. {Pin}",
        _ when said.Contains("host key", StringComparison.OrdinalIgnoreCase) => $"its host key is not known. {Pin}",
        _ when said.Contains("must have a tty", StringComparison.Ordinal) =>
            $"sudo needs a terminal on that host: put \"Defaults:{user} !requiretty\" into /etc/sudoers.d/ there, or connect as root",
        _ when said.Contains("sudo:", StringComparison.Ordinal) =>
            $"{user} must become root without a password: put \"{user} ALL=(ALL) NOPASSWD: ALL\" into /etc/sudoers.d/ there, or connect as root",
        _ when said.Contains("Permission denied", StringComparison.Ordinal) =>
            $"the host accepts none of your keys for {user}. ssh-add -l lists the keys in your agent; "
            + $"add the public key to ~{user}/.ssh/authorized_keys there",
        _ => otherwise,
    };

    private string Pin =>
        $"Read /etc/ssh/ssh_host_ed25519_key.pub on its console, and compare it with the output of ssh-keyscan -t ed25519 -p {port} {address}. "
        + (place is null
            ? $"If they are equal, accept it once: ssh -p {port} {user}@{address}"
            : $"If they are equal, pin it: ssh: {{hostKey: \"ssh-ed25519 …\"}} at {place}");
}
