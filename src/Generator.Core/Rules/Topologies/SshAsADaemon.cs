using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.Topologies;

/// <summary>TOP015.</summary>
internal static class SshAsADaemon
{
    internal static readonly Rule Rule = new(
        "TOP015",
        Severity.Error,
        "ssh as the account of a service",
        "Nobody logs in as such an account, and it must not get sudo: a fault in the service would then own the host.",
        "write root, or a person's account that may use sudo without a password",
        Example.With(more: "ssh: {user: nginx}"),
        Example.With(more: "ssh: {user: ops}"),
        Check);

    // The accounts that the packages of this field make (systemd, nginx, haproxy, etcd, containers) and the oldest ones of Unix.
    private static readonly string[] Accounts =
    [
        "bin", "daemon", "mail", "nobody", "sshd", "nginx", "www-data", "haproxy", "keepalived_script", "etcd", "docker", "kube", "systemd-network",
    ];

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.Hosts.Select(host => host.Ssh.User)
            .Append(cluster.Topology.Ssh.User)
            .Where(user => user.IsWritten && Accounts.Contains(user.Value.Text))
            .DistinctBy(user => user.At)
            .Select(user => new Finding(user.At, $"{user} is the account of a service"));
}
