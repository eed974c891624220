using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class KubeletRefusesApiserver
{
    internal static readonly Rule Rule = new(
        "CRT013",
        Severity.Warning,
        "a kubelet refuses the kube-apiserver's certificate",
        "The kube-apiserver uses --kubelet-client-certificate to ask a kubelet for logs, exec and port-forward. A kubelet that does not trust its CA "
            + "answers 401 to all of them.",
        "set the kubelet's client CA to the one that signed --kubelet-client-certificate, restart the kubelet, and capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kubelet-config.yml",
            "clientCAFile: /data/application/kubernetes/ssl/ca.pem",
            "clientCAFile: /data/application/etcd/ssl/ca.pem"),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        NamedCertificate.Of(cluster, "kubelet-client-certificate") is { Shown: [_, ..] } shown && !ServingFault.IsIn(cluster, shown)
            ? from installation in cluster.Installations.Values
              let authority = ClientCa(installation)
              where authority is not null
              let roots = CapturedCertificates.At(installation.Capture, authority.Text)
              where !roots.IsEmpty && Signature.LeadsTo(shown.Shown, roots) == false
              select new Finding(
                  authority.At,
                  $"the kubelet of {installation.Capture.Host} trusts {authority.Text}, which did not sign the kube-apiserver's {shown.Path}")
              {
                  Related = [new RelatedPlace("the kube-apiserver shows this certificate", shown.At)],
              }
            : [];

    // A flag overrides the file.
    private static WrittenName? ClientCa(Installation installation)
    {
        if (installation.Find(ComponentKind.Kubelet) is not { } kubelet)
            return null;
        if (kubelet.Find("client-ca-file") is { } flag)
            return new WrittenName(flag.Text, flag.At);
        return ConfiguredSetting.Of(installation, kubelet, "authentication", "x509", "clientCAFile") is { } written
            ? new WrittenName(written.Value, written.At)
            : null;
    }
}
