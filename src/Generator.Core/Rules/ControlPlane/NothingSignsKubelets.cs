using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class NothingSignsKubelets
{
    internal static readonly Rule Rule = new(
        "PWR006",
        Severity.Error,
        "nothing signs the certificate of a new kubelet",
        "A new master's kubelet creates a CSR when it starts. The CSR is approved but never issued. The node never appears, and the rollout stops "
            + "there after minutes.",
        "enable signing in the controller-manager: --cluster-signing-cert-file, --cluster-signing-key-file and csrsigning in --controllers; or set "
            + "node: false for the new masters",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.conf",
            "--leader-elect=true",
            "--leader-elect=true --controllers=*,-csrsigning"),
        Example.With(),
        Check);

    // From release 1.19 on, the second pair is for kubelets only.
    private static readonly string[] Signers = ["cluster-signing-cert-file", "cluster-signing-kubelet-client-cert-file"];
    private static readonly string[] Keys = ["cluster-signing-key-file", "cluster-signing-kubelet-client-key-file"];

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (Joining.Bootstrap(cluster) is null || cluster.Source?.Find(ComponentKind.ControllerManager) is not { } manager)
            yield break;
        if (Controllers.LeavingOut(manager, "csrsigning", "certificatesigningrequest-signing-controller") is { } flag)
            yield return new Finding(
                flag.At, $"--controllers={flag.Text} leaves out csrsigning, so nothing issues the certificates of the new masters' kubelets");
        else if (!Has(manager, Signers, cluster, "/etc/kubernetes/ca/ca.pem"))
            yield return Missing(manager, Signers[0]);
        else if (!Has(manager, Keys, cluster, "/etc/kubernetes/ca/ca.key"))
            yield return Missing(manager, Keys[0]);
    }

    private static Finding Missing(Component manager, string flag) =>
        new(
            Location.StartOf(manager.Unit.File),
            $"kube-controller-manager has no --{flag}, so nothing issues the certificates of the new masters' kubelets");

    // Early releases have a default path.
    private static bool Has(Component manager, string[] flags, Cluster cluster, string early) =>
        flags.Any(name => manager.Find(name) is { Text.Length: > 0 }) || cluster.Source?.Capture.Seen(early) is not null;
}
