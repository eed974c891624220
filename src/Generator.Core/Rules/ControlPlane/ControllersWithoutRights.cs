using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.ControlPlane;

internal static class ControllersWithoutRights
{
    internal static readonly Rule Rule = new(
        "PWR002",
        Severity.Warning,
        "controllers lack the rights they need",
        "Without --use-service-account-credentials every controller acts as the user of the controller-manager's kubeconfig. Unless that user is in "
            + "system:masters, no certificate is signed and no node gets its addresses. A new master's node stays NotReady.",
        "set --use-service-account-credentials=true on the controller-manager, or give it a certificate with O=system:masters, and capture the host "
            + "again; if a ClusterRoleBinding gives that user the rights, waive this with that reason",
        Example.With()
            .Changing(
                "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.conf",
                "--use-service-account-credentials=true",
                "--use-service-account-credentials=false")
            .Changing(
                "k8s-master1/data/application/kubernetes/cfg/kube-controller-manager.kubeconfig",
                "client-certificate-data: ",
                "client-certificate: /data/application/kubernetes/ssl/manager.pem # ")
            .Changing("k8s-master1/capture.json", "\"files\": [", $"\"files\": [{Listed}"),
        Example.With(),
        Check);

    private const string Listed = """

            {"path": "/data/application/kubernetes/ssl/manager.pem", "type": "file", "mode": "0644", "owner": "root:root",
             "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
             "subject": "CN=system:kube-controller-manager,O=k8s"},
        """;

    // Without RBAC no rights can be missing.
    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Source?.Find(ComponentKind.Apiserver)?.Find("authorization-mode")?.Text.Split(',').Contains("RBAC") == true
            ? WithoutRights(cluster)
            : [];

    private static IEnumerable<Finding> WithoutRights(Cluster cluster) =>
        from identity in ClientIdentity.All(cluster)
        let subject = identity.Subject
        where identity.Kind == ComponentKind.ControllerManager && subject is not null && identity.Host == cluster.Topology.Source.Value.Text
        let flag = cluster.Source?.Find(ComponentKind.ControllerManager)?.Find("use-service-account-credentials")
        where flag is not { IsTrue: true } && !subject.Split(',').Contains("O=system:masters")
        select new Finding(flag?.At ?? identity.At, $"the controllers of {identity.Host} act as {subject}, which lacks the rights they need");
}
