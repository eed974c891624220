using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What the runbook leaves broken is found in the files that it leaves on the hosts.</summary>
public class RunbookMistakeTests
{
    private static readonly Diagnostic[] Findings = [.. Compiler.Check(Case.Of("broken/by-the-runbook").Input)];

    [Theory]
    [InlineData(
        "the controller-manager's kubeconfig is copied as it is",
        "KCF002",
        "k8s-master2/data/application/kubernetes/cfg/kube-controller-manager.kubeconfig")]
    [InlineData("the scheduler's kubeconfig is copied as it is", "KCF002", "k8s-master3/data/application/kubernetes/cfg/kube-scheduler.kubeconfig")]
    [InlineData("the kubelet's identity is copied", "IDN001", "k8s-master2/data/application/kubernetes/cfg/kubelet.conf")]
    [InlineData("kube-proxy's name is copied", "IDN003", "k8s-master3/data/application/kubernetes/cfg/kube-proxy-config.yml")]
    [InlineData(
        "sed over cfg/* on a master rewrites what must not change",
        "KCF002",
        "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.kubeconfig")]
    [InlineData("a search by address hits the list of etcd members", "FLG024", "k8s-master3/data/application/kubernetes/cfg/kube-apiserver.conf")]
    [InlineData(
        "the certificate lacks the load balancer's address, which curl -k does not see",
        "CRT001",
        "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf")]
    [InlineData("all workers are repointed at once", "RLL001", "")]
    [InlineData("one load balancer in front of all", "LBR001", "")]
    [InlineData("nginx waits a minute for a dead master", "LBR016", "lb1/etc/nginx/nginx.conf")]
    public void It_is_found(string mistake, string code, string file)
    {
        var path = file.Length == 0 ? "topology.yaml" : $"originals/{file}";
        Assert.True(
            Findings.Any(finding => finding.Code == code && finding.At.File.Path == path),
            $"{mistake}: no {code} in {path}\n{TextReport.Render(Findings, "")}");
    }
}
