using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Releases;

internal static class ReleasesTooFarApart
{
    internal static readonly Rule Rule = new(
        "REL002",
        Severity.Warning,
        "a component's release does not fit kube-apiserver's",
        "Kubernetes supports no component that is newer than kube-apiserver or too many minor releases older. Such a component can fail in ways that "
            + "nothing reports.",
        "upgrade or downgrade the component to a release that the version skew policy allows, and capture the host again",
        Example.With().Changing("k8s-node1/capture.json", Kubelet("v1.20.4"), Kubelet("v1.21.0")),
        Example.With().Changing("k8s-node1/capture.json", Kubelet("v1.20.4"), Kubelet("v1.18.20")),
        Check);

    // Where kube-apiserver's own release is in doubt, the others would be compared with the wrong one.
    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (RunningRelease.OtherThanDeclared(cluster) is not null)
            yield break;
        var release = cluster.Topology.Kubernetes.Value.Minor;
        foreach (var running in cluster.Installations.Values.SelectMany(RunningRelease.Of))
        {
            if (Fault(running, release) is { } fault)
                yield return new Finding(
                    running.At,
                    $"{ComponentNames.Program(running.Kind)} of {running.Host} is {Quoted.Text(running.Text)}, "
                        + $"{fault} {cluster.Topology.Kubernetes} of kube-apiserver");
        }
    }

    private static string? Fault(RunningRelease running, int release)
    {
        var allowed = Allowed(running.Kind, release);
        return running.Minor switch
        {
            null => "which is not a Kubernetes release and cannot be compared with",
            (1, var minor) when running.Kind == ComponentKind.Apiserver && minor > release + 1 => "more than one minor release newer than",
            (1, var minor) when running.Kind != ComponentKind.Apiserver && minor > release => "newer than",
            (1, var minor) when minor >= release - allowed => null,
            (1, _) => $"more than {Counted(allowed)} older than",
            _ => "another major release than",
        };
    }

    // kubernetes.io, Version Skew Policy; a kubelet from 1.25 on may be three minor releases older, which an apiserver of 1.28 is the first to meet.
    private static int Allowed(ComponentKind kind, int release) => kind switch
    {
        ComponentKind.Kubelet or ComponentKind.KubeProxy => release < 28 ? 2 : 3,
        _ => 1,
    };

    private static string Counted(int minors) => minors switch
    {
        1 => "one minor release",
        2 => "two minor releases",
        _ => "three minor releases",
    };

    private static string Kubelet(string release) =>
        $"52593acfc4eb2d2ea72a56313c0c3406c02b7d1d13724ee6173ab027fc5ee380\", \"version\": \"{release}\"";
}
