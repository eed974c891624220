using System.Collections.Immutable;

namespace Generator.Core.Rollout.Actions;

/// <summary>Saves a snapshot of etcd.</summary>
/// <param name="Endpoints">The members, with commas between them.</param>
/// <param name="Ca">The CA that the source master's kube-apiserver uses for etcd.</param>
/// <param name="Certificate">Its certificate for etcd.</param>
/// <param name="Key">Its key for etcd.</param>
internal sealed record BackUpEtcd(string Host, string Endpoints, string Ca, string Certificate, string Key) : RolloutAction(Host), IAction
{
    internal override ImmutableArray<string> Arguments => [Endpoints, Ca, Certificate, Key];

    internal override int Estimate => 30;

    internal override ImmutableArray<ConsoleLine> ByHand => [new(Host, $"on $h '{Command}'", "Snapshot saved")];

    private string Command =>
        $"ETCDCTL_API=3 etcdctl --endpoints={Endpoints.Split(',')[0]} --cacert={Ca} --cert={Certificate} --key={Key} snapshot save "
            + "/var/backups/etcd-before-haplane.db";

    public static RolloutAction Read(string host, Arguments given) => new BackUpEtcd(host, given.Next(), given.Next(), given.Next(), given.Next());
}
