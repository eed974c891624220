using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class ServingRequestsWait
{
    internal static readonly Rule Rule = new(
        "PWR008",
        Severity.Note,
        "a second CSR of a new kubelet waits for approval",
        "With serverTLSBootstrap a kubelet also creates a CSR for its serving certificate. Kubernetes never approves that CSR automatically. The "
            + "node is Ready, but logs, exec and metrics fail on it until the CSR is approved.",
        "after the rollout approve the CSRs of the new masters: \"kubectl get csr\", then \"kubectl certificate approve NAME\"",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kubelet-config.yml",
            "rotateCertificates: true",
            "rotateCertificates: true\nserverTLSBootstrap: true"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (Joining.Bootstrap(cluster) is null
            || cluster.Source is not { } source
            || source.Find(ComponentKind.Kubelet) is not { } kubelet
            || HasOwn(source, kubelet))
            yield break;
        var masters = string.Join(", ", Joining.Masters(cluster).Select(master => master.Host.Name));
        if (Switch(source, kubelet) is { } at)
            yield return new Finding(at, $"the kubelets of {masters} create CSRs for serving certificates, which need manual approval");
    }

    // A kubelet that has a serving certificate creates no CSR.
    private static bool HasOwn(Installation source, Component kubelet) =>
        kubelet.Find("tls-cert-file") is not null || ConfiguredSetting.Of(source, kubelet, "tlsCertFile") is not null;

    // A flag overrides the file.
    private static Location? Switch(Installation source, Component kubelet) =>
        kubelet.Find("rotate-server-certificates") is { } flag
            ? flag.IsTrue ? flag.At : null
            : ConfiguredSetting.Of(source, kubelet, "serverTLSBootstrap") is { } written && ConfiguredSetting.IsOn(written) ? written.At : null;
}
