using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Releases;

internal static class ReleaseDiffers
{
    internal static readonly Rule Rule = new(
        "REL001",
        Severity.Error,
        "the topology's release differs from the captured kube-apiserver",
        "Several rules use kubernetes: to judge flags and files. With a wrong release they accept what does not start, and report what is correct.",
        "correct kubernetes: in the topology, or capture the source master again after its upgrade",
        Example.With().Changing("k8s-master1/capture.json", Program("v1.20.4"), Program("v1.18.20")),
        Example.With(),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster)
    {
        if (RunningRelease.OtherThanDeclared(cluster) is { } apiserver)
        {
            var message = $"kubernetes: is {cluster.Topology.Kubernetes}, but kube-apiserver of {apiserver.Host} is {Quoted.Text(apiserver.Text)}";
            yield return new Finding(cluster.Topology.Kubernetes.At, message)
            {
                Related = [new RelatedPlace("the program", apiserver.At)],
                Hint = apiserver.Plain is { } release
                    ? $"write kubernetes: {release} in the topology, or capture {apiserver.Host} again after its upgrade"
                    : $"write the release that \"kube-apiserver --version\" prints in capture.json of {apiserver.Host}",
            };
        }
    }

    private static string Program(string release) =>
        $"5729f40f420ac61138f021b7272720e158e6ac95a4ca0e43fa0433a2d5efccf0\", \"version\": \"{release}\"";
}
