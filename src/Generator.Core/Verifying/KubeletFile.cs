using Generator.Core.Reading.Originals;

namespace Generator.Core.Verifying;

/// <summary>The files that a kubelet writes for itself (kubernetes.io, kubelet, <c>--cert-dir</c> and <c>--bootstrap-kubeconfig</c>).</summary>
internal static class KubeletFile
{
    internal static bool IsOwn(string path) => HostPath.NameOf(path) is var name
        && (name is "kubelet.crt" or "kubelet.key" or "kubelet.kubeconfig"
            || name.StartsWith("kubelet-client-", StringComparison.Ordinal)
            || name.StartsWith("kubelet-server-", StringComparison.Ordinal));
}
