using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Topologies;

internal static class SshAsADaemon
{
    internal static readonly Rule Rule = new(
        "TOP015",
        Severity.Error,
        "ssh uses a service account",
        "A service account has no login and must not get sudo. A fault in the service could then take over the host.",
        "write root, or a personal account that may use sudo without a password",
        Example.With(more: "ssh: {user: nginx}"),
        Example.With(more: "ssh: {user: ops}"),
        Check);

    // Accounts that common packages create (systemd, nginx, haproxy, etcd, containers), and the oldest ones of Unix.
    private static readonly string[] Accounts =
    [
        "bin", "daemon", "mail", "nobody", "sshd", "nginx", "www-data", "haproxy", "keepalived_script", "etcd", "docker", "kube", "systemd-network",
    ];

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Hosts.Select(host => host.Ssh.User)
            .Append(cluster.Topology.Ssh.User)
            .Where(user => user.IsWritten && Accounts.Contains(user.Value.Text))
            .DistinctBy(user => user.At)
            .Select(user => new Finding(user.At, $"{user} is a service account"));
}
