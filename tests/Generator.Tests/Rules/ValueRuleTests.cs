using Generator.Tests.Support;
using static Generator.Tests.Support.Judgement;

namespace Generator.Tests.Rules;

/// <summary>Values that a release cannot read: in flags, in configurations, as admission plug-ins and API versions.</summary>
public class ValueRuleTests
{
    private const string Cfg = "k8s-master1/data/application/kubernetes/cfg/";

    [Theory]
    [InlineData("kube-apiserver.conf", "--audit-log-batch-max-wait=5", "expected a duration such as 30s or 1h30m")]
    [InlineData("kube-apiserver.conf", "--http2-max-streams-per-connection=many", "expected a whole number")]
    [InlineData("kube-scheduler.conf", "--kube-api-qps=1s", "expected a number")]
    [InlineData("kube-scheduler.conf", "--kube-api-qps=12.5", null)]
    [InlineData("kubelet.conf", "--minimum-container-ttl-duration=60", "expected a duration such as 30s or 1h30m")]
    public void A_flag_s_value_has_its_form(string file, string flag, string? expected) =>
        Judge(Starter.Unchanged.With(Cfg + file, "--v=2", $"--v=2 {flag}"), "FLG030", expected);

    [Theory]
    [InlineData("maxPods: 110", "maxPods: many", "maxPods is \"many\", expected a whole number without quotes")]
    [InlineData("maxPods: 110", "maxPods: \"110\"", "maxPods is \"110\", expected a whole number without quotes")]
    [InlineData("failSwapOn: false", "failSwapOn: 0", "failSwapOn is \"0\", expected true or false, without quotes")]
    [InlineData("failSwapOn: false", "failSwapOn: no", null)]
    [InlineData("cacheTTL: 2m0s", "cacheTTL: 2", "authentication.webhook.cacheTTL is \"2\", expected a duration such as 30s")]
    [InlineData("failSwapOn: false", "failSwapOn: false\nsyncFrequency: 1m", null)]
    [InlineData("failSwapOn: false", "failSwapOn: false\nsyncFrequency: null\nkubeAPIBurst: null\nruntimeRequestTimeout: \"0\"", null)]
    [InlineData("failSwapOn: false", "failSwapOn: false\nevictionMaxPodGracePeriod: 30", null)]
    [InlineData("failSwapOn: false", "failSwapOn: false\nevictionSoftGracePeriod: {memory.available: 30s}", null)]
    [InlineData("failSwapOn: false", "failSwapOn: false\nkubeAPIQPS: 5x", "kubeAPIQPS is \"5x\", expected a whole number without quotes")]
    public void A_key_s_value_has_its_form(string old, string now, string? expected) =>
        Judge(Starter.Unchanged.With(Cfg + "kubelet-config.yml", old, now), "FLG030", expected);

    [Theory]
    [InlineData("PodSecurity", "names \"PodSecurity\", which kube-apiserver has only since 1.22")]
    [InlineData("DefaultIngressClass", null)]
    public void A_plug_in_that_is_too_new_is_found(string name, string? expected) =>
        Judge(Starter.Unchanged.With(Cfg + "kube-apiserver.conf", ",NodeRestriction", $",NodeRestriction,{name}"), "REL004", expected);

    [Fact]
    public void A_credential_provider_has_its_version() => Judge(
        Starter.Unchanged.With(
                Cfg + "kubelet.conf",
                "--network-plugin=cni",
                "--network-plugin=cni --image-credential-provider-config=/opt/c.yml --image-credential-provider-bin-dir=/opt/bin")
            .Adding("k8s-master1/opt/c.yml", "apiVersion: kubelet.config.k8s.io/v1\nkind: CredentialProviderConfig\nproviders: []\n"),
        "REL005",
        "reads no CredentialProviderConfig of \"kubelet.config.k8s.io/v1\", expected kubelet.config.k8s.io/v1alpha1");
}
