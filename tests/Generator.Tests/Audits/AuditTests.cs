using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reporting.Reports;
using Generator.Tests.Support;

namespace Generator.Tests.Audits;

public class AuditTests
{
    private const string Root = "/data/application/kubernetes";

    [Fact]
    public void A_secret_on_the_line_that_would_change_stops_the_build() => Raises("AUD001", Starter.Unchanged.With(
        $"k8s-node1{Root}/cfg/kube-proxy.kubeconfig",
        "    server: https://192.168.3.171:6443\n",
        "    server: https://192.168.3.171:6443   # token haplane-redacted\n"));

    [Fact]
    public void A_client_that_no_edit_can_move_stops_the_build() => Raises("AUD002", Starter.Unchanged.With(
        $"k8s-node1{Root}/cfg/kube-proxy.kubeconfig",
        "https://192.168.3.171:6443",
        "http://192.168.3.171:8080"));

    [Fact]
    public void A_file_that_only_the_source_can_have_is_missed_on_a_new_master() => Raises("AUD003", Starter.Unchanged
        .With(
            $"k8s-master1{Root}/cfg/kube-apiserver.conf",
            $"--kubelet-client-key={Root}/ssl/server-key.pem",
            $"--kubelet-client-key={Root}/ssl/kubelet-client-2021-05-10-11-20-31.pem")
        .With(
            $"k8s-master1{Root}/cfg/kube-apiserver.conf",
            $"--kubelet-client-certificate={Root}/ssl/server.pem",
            $"--kubelet-client-certificate={Root}/ssl/kubelet-client-2021-05-10-11-20-31.pem"));

    [Fact]
    public void A_value_in_pieces_that_cannot_be_patched_stops_the_build() => Raises("AUD004", Starter.Unchanged
        .With("k8s-master1/usr/lib/systemd/system/kube-proxy.service", "$KUBE_PROXY_OPTS", "$KUBE_PROXY_OPTS --healthz-bind-address=${OWN}:10256")
        .With($"k8s-master1{Root}/cfg/kube-proxy.conf", "KUBE_PROXY_OPTS", "OWN=192.168.3.171\nKUBE_PROXY_OPTS"));

    [Fact]
    public void A_line_that_a_plan_cannot_hold_stops_the_build() => Raises("AUD005", Starter.Unchanged.With(
        $"k8s-node1{Root}/cfg/kube-proxy.kubeconfig",
        "    server: https://192.168.3.171:6443\n",
        "    server: https://192.168.3.171:6443\t# moved by hand\n"));

    private static void Raises(string code, Starter starter)
    {
        var outcome = starter.Compile();
        Assert.Null(outcome.Result);
        var errors = outcome.Findings.Where(finding => finding.Severity == Severity.Error).ToArray();
        Assert.True(errors.Length > 0 && errors.All(finding => finding.Code == code), TextReport.Render(outcome.Findings, ""));
    }
}
