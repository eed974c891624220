using System.Collections.Immutable;
using Generator.Core.Ordering;

namespace Generator.Core.Layouts;

/// <summary>Each action as a command for a person at a console.</summary>
internal static class ActionConsole
{
    internal static ConsoleLine Of(RolloutAction action)
    {
        var (first, arguments, all) = (action.Arguments is [var argument, ..] ? argument : "", action.Arguments, string.Join(' ', action.Arguments));
        return action.Verb switch
        {
            Verb.BackUpEtcd => new(action.Host, $"on $h 'ETCDCTL_API=3 etcdctl --endpoints={first.Split(',')[0]} --cacert={arguments[1]} --cert={arguments[2]} --key={arguments[3]} snapshot save /var/backups/etcd-before-haplane.db'", "Snapshot saved"),
            Verb.BackUpFiles => new(action.Host, "keep $h", "/var/backups/before-haplane.tgz"),
            Verb.Copy => new(action.Host, $"copy {first} $h"),
            Verb.RemoveIfEqual => new(action.Host, "unclone $h", "only what an earlier copy left; it stays as FILE.copied"),
            Verb.Place => new(action.Host, $"place $h {first}"),
            Verb.Edit => new(action.Host, $"edit $h {first}"),
            Verb.DaemonReload => new(action.Host, "on $h 'systemctl daemon-reload'"),
            Verb.Enable => new(action.Host, $"on $h 'systemctl enable {all}'"),
            Verb.Start => new(action.Host, $"on $h 'systemctl start {all}'"),
            Verb.Restart => new(action.Host, $"on $h 'systemctl restart {all}'"),
            Verb.StartOrReload => new(action.Host, $"on $h 'systemctl reload-or-restart {first}'"),
            Verb.TestNginx => new(action.Host, $"on $h 'nginx -t -c {first}'", "test is successful"),
            Verb.RestartLeader => new(action.Host, $"leader {first}", $"HOST_ID; on that host: systemctl stop {arguments[1]}, and start it when the next line shows another one"),
            Verb.ApproveCsr => new(action.Host, "kube get csr", $"exactly one Pending of system:node:{first}; then: kube certificate approve NAME"),
            Verb.Soak => new(action.Host, $"sleep {first}"),
            Verb.DrainNode => new(action.Host, $"kube drain {first} --ignore-daemonsets", $"drained{OnlyAt(arguments)}; a pod that it does not want to move is yours to decide on"),
            Verb.Stop => new(action.Host, $"on $h 'systemctl disable --now {all}'"),
            Verb.ForgetNode => new(action.Host, $"kube delete node {first}", $"deleted{OnlyAt(arguments)}"),
            Verb.TakeAway => new(action.Host, "leave $h", "everything listed goes; what is in use by something else stays with you to check"),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Verb, "say how this is done by hand"),
        };
    }

    // A new machine may have taken the name.
    private static string OnlyAt(ImmutableArray<string> arguments) => arguments is [_, var address] ? $"; not where its INTERNAL-IP is another than {address}" : "";
}
