using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>Units as systemd finds them: which file counts, what runs, and what of it could not be read. One finding at the cause.</summary>
public class UnitRuleTests
{
    private const string Units = "k8s-master1/usr/lib/systemd/system/";
    private const string Kubelet = $"{Units}kubelet.service";
    private const string Inventory = "k8s-master1/capture.json";
    private const string Start = "ExecStart=/data/application/kubernetes/bin/kubelet $KUBELET_OPTS";
    private const string AnyFile = "\"type\": \"file\", \"mode\": \"0644\", \"owner\": \"root:root\", "
        + "\"sha256\": \"0123456789012345678901234567890123456789012345678901234567890123\"";

    [Theory]
    [InlineData("ExecStart=/bin/sh -c 'exec /data/application/kubernetes/bin/kubelet $KUBELET_OPTS'", "/bin/sh")]
    [InlineData("ExecStart=/bin/bash -c \"/data/application/kubernetes/bin/kubelet ${KUBELET_OPTS} >>/var/log/kubelet.log 2>&1\"", "/bin/bash")]
    [InlineData("ExecStart=/usr/bin/docker run --net=host site/hyperkube:v1.20.4 kubelet --v=2", "/usr/bin/docker")]
    [InlineData("ExecStart=/usr/lib/coreos/kubelet-wrapper $KUBELET_OPTS", "/usr/lib/coreos/kubelet-wrapper")]
    [InlineData("ExecStart=/opt/site/node.sh", "/opt/site/node.sh")]
    [InlineData("ExecStart=/usr/bin/unshare --root=/srv/k8s /data/application/kubernetes/bin/kubelet $KUBELET_OPTS", "/usr/bin/unshare")]
    [InlineData("ExecStart=/usr/bin/nsenter -t 1 -r/srv /data/application/kubernetes/bin/kubelet $KUBELET_OPTS", "/usr/bin/nsenter")]
    [InlineData("ExecStart=/opt/bin/kubelet-v1.20.4 $KUBELET_OPTS", "/opt/bin/kubelet-v1.20.4")]
    public void A_component_behind_another_program_is_an_error(string exec, string wrapper) =>
        Assert.Equal(
            [$"ORG020: kubelet.service of k8s-master1 starts kubelet with \"{wrapper}\", which haplane does not follow"],
            Findings(Starter.Unchanged.With(Kubelet, Start, exec)));

    [Theory]
    [InlineData("RootDirectory=/srv/k8s")]
    [InlineData("RootImage=/srv/k8s.raw")]
    public void A_component_below_another_root_is_an_error(string setting) =>
        Assert.Equal(
            [$"ORG020: kubelet.service of k8s-master1 starts kubelet below another root ({setting}), which haplane does not follow"],
            Findings(Starter.Unchanged.With(Kubelet, "[Service]\n", $"[Service]\n{setting}\n")));

    [Fact]
    public void A_script_that_starts_a_component_is_an_error_whatever_its_unit_is_called()
    {
        var starter = Moved("node.service", "[Service]\nExecStart=/opt/site/node.sh\n")
            .Adding("k8s-master1/opt/site/node.sh", "#!/bin/sh\nexec /data/application/kubernetes/bin/kubelet $KUBELET_OPTS\n");
        Assert.Equal(
            ["ORG020: node.service of k8s-master1 starts kubelet with \"/opt/site/node.sh\", which haplane does not follow"], Findings(starter));
    }

    [Theory]
    [InlineData("/usr/bin/env A=/x/kubelet GODEBUG=x509ignoreCN=0 /data/application/kubernetes/bin/kubelet")]
    [InlineData("/usr/bin/nice -n -5 /data/application/kubernetes/bin/kubelet")]
    [InlineData("-/usr/bin/nsenter --target 1 --mount -- /data/application/kubernetes/bin/kubelet")]
    [InlineData("/usr/bin/taskset -c 0-3 /usr/bin/ionice -c2 /data/application/kubernetes/bin/kubelet")]
    [InlineData("@/data/application/kubernetes/bin/kubelet node-agent")]
    public void A_program_that_only_changes_how_a_component_runs_is_followed(string command)
    {
        var starter = Starter.Unchanged.With(Kubelet, "ExecStart=/data/application/kubernetes/bin/kubelet", $"ExecStart={command}");
        Assert.Empty(Findings(starter));
        Assert.Contains("unit\tnode\tkubelet.service", Plan(starter));
    }

    [Fact]
    public void A_wrapper_of_a_package_is_needed_on_every_host()
    {
        var starter = Starter.Unchanged.With(Kubelet, "ExecStart=", "ExecStart=/usr/bin/numactl -N 0 ");
        Assert.Equal(["ORG005: ExecStart names /usr/bin/numactl, which was not found on k8s-master1"], Findings(starter));
        Assert.Contains("/usr/bin/numactl", Plan(Listing(starter, "/usr/bin/numactl", AnyFile)));
    }

    [Theory]
    [InlineData(
        "/etc/systemd/system/kube-apiserver.service",
        "/etc/systemd/system/kube-apiserver.service of k8s-master1 was not captured, but systemd would start it")]
    [InlineData(
        "/run/systemd/system/kubelet.service", "/run/systemd/system/kubelet.service of k8s-master1 was not captured, but systemd would start it")]
    [InlineData(
        "/etc/systemd/system/kubelet.service.d/20-extra.conf", "/etc/systemd/system/kubelet.service.d/20-extra.conf of k8s-master1 was not captured")]
    [InlineData("/etc/systemd/system/service.d/20-extra.conf", "/etc/systemd/system/service.d/20-extra.conf of k8s-master1 was not captured")]
    [InlineData(
        "/usr/lib/systemd/system/kube-.service.d/20-extra.conf",
        "/usr/lib/systemd/system/kube-.service.d/20-extra.conf of k8s-master1 was not captured")]
    public void A_unit_or_drop_in_that_is_only_listed_is_one_error_at_its_line(string path, string expected)
    {
        var finding = Assert.Single(Faults(Listing(Starter.Unchanged, path, AnyFile)));
        Assert.Equal($"ORG006: {expected}", $"{finding.Code}: {finding.Message}");
        Assert.Equal("originals/k8s-master1/capture.json", finding.At.File.Path);
    }

    [Fact]
    public void A_listed_unit_of_the_site_may_start_the_kubelet_that_no_unit_starts()
    {
        var bare = Starter.Unchanged.Without(Kubelet).With(Inventory, "/usr/lib/systemd/system/kubelet.service", "/etc/systemd/system/node.service");
        Assert.Equal(["ORG006: /etc/systemd/system/node.service of k8s-master1 was not captured, but systemd would start it"], Findings(bare));
    }

    [Fact]
    public void A_unit_behind_links_is_read_and_delivered_with_them()
    {
        var plan = Plan(Listing(
            Starter.Unchanged.Without(Kubelet)
                .With(Inventory, "/usr/lib/systemd/system/kubelet.service", "/opt/site/v2/kubelet.service")
                .Adding("k8s-master1/opt/site/v2/kubelet.service", UnitText("kubelet")),
            "/etc/systemd/system/kubelet.service", "\"type\": \"link\", \"target\": \"/opt/site/units/kubelet.service\"",
            "/opt/site/units", "\"type\": \"link\", \"target\": \"v2\""));
        Assert.Contains("link\tcontrol-plane\t/etc/systemd/system/kubelet.service\t/opt/site/units/kubelet.service", plan);
        Assert.Contains("link\tcontrol-plane\t/opt/site/units\tv2", plan);
        Assert.Contains("\t/opt/site/v2/kubelet.service", plan);
        Assert.Contains("unit\tnode\tkubelet.service", plan);
    }

    [Fact]
    public void A_link_to_a_unit_that_was_not_seen_is_an_error()
    {
        var starter = Listing(
            Starter.Unchanged, "/etc/systemd/system/kubelet.service", "\"type\": \"link\", \"target\": \"/opt/gone/kubelet.service\"");
        Assert.Equal(
            ["ORG005: the unit /etc/systemd/system/kubelet.service is a link to /opt/gone/kubelet.service, which was not found on k8s-master1"],
            Findings(starter));
    }

    [Fact]
    public void An_alias_is_no_unit_of_its_own() =>
        Assert.Empty(
            Findings(
                Listing(
                    Starter.Unchanged,
                    "/etc/systemd/system/node-agent.service",
                    "\"type\": \"link\", \"target\": \"/usr/lib/systemd/system/kubelet.service\"")));

    [Theory]
    [InlineData("\"type\": \"link\", \"target\": \"/dev/null\"")]
    [InlineData(
        "\"type\": \"file\", \"mode\": \"0644\", \"owner\": \"root:root\", "
            + "\"sha256\": \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"")]
    public void A_masked_unit_is_not_started(string entry)
    {
        var starter = Listing(Starter.Unchanged, "/etc/systemd/system/kube-proxy.service", entry);
        Assert.Empty(Findings(starter));
        Assert.DoesNotContain("kube-proxy.service", Plan(starter));
        Assert.Equal(
            ["ORG003: kube-scheduler.service of k8s-master1 is masked, so systemd does not start kube-scheduler"],
            Findings(Listing(Starter.Unchanged, "/etc/systemd/system/kube-scheduler.service", entry)));
    }

    [Fact]
    public void A_template_is_no_service_and_its_instance_is()
    {
        var template = Starter.Unchanged.Without(Kubelet).With(Inventory, "system/kubelet.service", "system/kubelet@.service");
        var unit = new SourceFile($"originals/{Units}kubelet@.service", Encoding.UTF8.GetBytes(UnitText("kubelet")));
        template = template with { Originals = template.Originals.Add(unit) };
        Assert.Equal(
            ["ORG020: kubelet@.service of k8s-master1 is a template, but no instance of it was found: systemd starts only instances"],
            Findings(template));
        var enabled = Listing(
            template,
            "/etc/systemd/system/multi-user.target.wants/kubelet@site.service",
            "\"type\": \"link\", \"target\": \"/usr/lib/systemd/system/kubelet@.service\"");
        Assert.Empty(Findings(enabled));
        Assert.Contains("unit\tnode\tkubelet@site.service", Plan(enabled));
        Assert.Contains("multi-user.target.wants/kubelet@site.service", Plan(enabled));
    }

    [Fact]
    public void Drop_ins_of_every_kind_are_read_and_delivered()
    {
        var starter = Starter.Unchanged
            .Adding("k8s-master1/etc/systemd/system/service.d/10-proxy.conf", "[Service]\nEnvironment=HTTPS_PROXY=http://proxy.example.org:3128\n")
            .Adding("k8s-master1/etc/systemd/system/kube-.service.d/20-nice.conf", "[Service]\nNice=-5\n")
            .Adding(
                "k8s-master1/etc/site/30-flags.conf",
                "[Service]\nExecStart=\nExecStart=/data/application/kubernetes/bin/kubelet $KUBELET_OPTS --v=4\n");
        var plan = Plan(Listing(starter, "/etc/systemd/system/kubelet.service.d", "\"type\": \"link\", \"target\": \"/etc/site\""));
        Assert.Contains("loads\tkubelet.service\trestart\t/etc/systemd/system/service.d/10-proxy.conf", plan);
        Assert.Contains("loads\tkube-proxy.service\trestart\t/etc/systemd/system/kube-.service.d/20-nice.conf", plan);
        Assert.DoesNotContain("loads\tkubelet.service\trestart\t/etc/systemd/system/kube-.service.d/20-nice.conf", plan);
        Assert.Contains("link\tcontrol-plane\t/etc/systemd/system/kubelet.service.d\t/etc/site", plan);
        Assert.Contains("\t/etc/site/30-flags.conf", plan);
    }

    [Theory]
    [InlineData("%H", "")]
    [InlineData("${NODE}", "Environment=NODE=%H\n")]
    public void The_host_s_name_is_put_in_by_systemd_and_never_patched(string value, string environment)
    {
        var starter = Starter.Unchanged
            .With("k8s-master1/data/application/kubernetes/cfg/kubelet.conf", "--hostname-override=k8s-master1 \\\n", "")
            .With(Kubelet, Start, $"{environment}{Start} --hostname-override={value}");
        Assert.Empty(Findings(starter));
        Assert.DoesNotContain("place\tcontrol-plane\t0644\troot:root\t/usr/lib/systemd/system/kubelet.service", Plan(starter));
    }

    [Theory]
    [InlineData("EnvironmentFile=/data/application/kubernetes/cfg/kubelet*.conf")]
    [InlineData("EnvironmentFile=-/data/application/kubernetes/cfg/kube[kl]et.conf")]
    [InlineData("EnvironmentFile=-/data/application/kubernetes/cfg/%p.conf")]
    [InlineData("EnvironmentFile=-/data/application/kubernetes/*/%N.conf")]
    public void A_pattern_or_specifier_names_the_files_that_systemd_finds(string written) =>
        Assert.Empty(Findings(Starter.Unchanged.With(Kubelet, "EnvironmentFile=/data/application/kubernetes/cfg/kubelet.conf", written)));

    [Fact]
    public void A_pattern_that_matches_nothing_is_the_one_error() =>
        Assert.Equal(
            ["ORG005: EnvironmentFile names /data/application/kubernetes/cfg/kube-api?.conf, which was not found on k8s-master1"],
            Findings(Starter.Unchanged.With($"{Units}kube-apiserver.service", "cfg/kube-apiserver.conf", "cfg/kube-api?.conf")));

    [Fact]
    public void A_flag_file_that_was_not_seen_is_the_one_error() =>
        Assert.Equal(
            ["ORG005: EnvironmentFile names /data/application/kubernetes/cfg/kube-apiserver.conf, which was not found on k8s-master1"],
            Findings(
                Starter.Unchanged.Without("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf")
                    .With(Inventory, "cfg/kube-apiserver.conf\"", "cfg/kube-apiserver.old\"")));

    [Fact]
    public void A_variable_from_systemd_s_own_environment_is_an_error() =>
        Assert.Equal(
            ["ORG020: the variable EXTRA comes from systemd's own environment (PassEnvironment=), which no captured file contains"],
            Findings(Starter.Unchanged.With(Kubelet, Start, $"PassEnvironment=EXTRA\n{Start} $EXTRA")));

    [Fact]
    public void An_unset_variable_brings_no_flags() =>
        Assert.Contains(
            "FLG006: nothing sets the variable KUBELET_OPTS",
            Findings(Starter.Unchanged.With(Kubelet, Start, $"UnsetEnvironment=KUBELET_OPTS\n{Start}")));

    [Theory]
    [InlineData("ExecStart={{ bin_dir }}/kubelet $KUBELET_OPTS", "{{ bin_dir }}")]
    [InlineData("ExecStart=##BIN##/kubelet $KUBELET_OPTS", "##BIN##")]
    [InlineData("EnvironmentFile=-##PROJECT##/kubelet.conf\n" + Start, "##PROJECT##")]
    public void A_template_of_a_tool_is_called_one(string written, string placeholder) =>
        Assert.Equal([$"FLG005: the placeholder \"{placeholder}\" was never filled in"], Findings(Starter.Unchanged.With(Kubelet, Start, written)));

    [Theory]
    [InlineData(Start + " \\ # as before\n  --v=4", 7, "--v=4")]
    [InlineData(Start + " # as before\n  --v=4 \\\n  --x=5", 7, "--v=4  --x=5")]
    [InlineData(Start + "\n  $MORE", 7, "$MORE")]
    [InlineData(Start + " \\ \n  --tls-cert-file = x", 7, "--tls-cert-file = x")]
    public void A_command_that_is_cut_is_one_error_at_the_cut(string written, int line, string lost)
    {
        var finding = Assert.Single(Faults(Starter.Unchanged.With(Kubelet, Start, written)));
        Assert.Equal($"FLG040: the command ends here: \"{lost}\" and everything after it are not part of it", $"{finding.Code}: {finding.Message}");
        Assert.Equal(line, finding.At.Line);
    }

    [Fact]
    public void A_comment_one_blank_behind_a_backslash_is_a_comment_in_a_value()
    {
        var finding = Assert.Single(
            Faults(
                Starter.Unchanged.With("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--v=2 \\\n", "--v=2 \\ # log level\n")));
        Assert.Equal(("FLG002", 2), (finding.Code, finding.At.Line));
    }

    [Fact]
    public void An_unquoted_value_that_is_cut_is_one_error() =>
        Assert.Equal(
            ["FLG040: the command ends here: \"--v\" and everything after it are not part of it"],
            Findings(
                Starter.Unchanged.With(
                    "k8s-master1/data/application/kubernetes/cfg/kube-scheduler.conf",
                    "\"--logtostderr=false \\\n--v=2 ",
                    "--logtostderr=false \\ # log\n--v=2 ")));

    [Theory]
    [InlineData(
        "Requires=flanneld.service", "ORG021: kubelet.service needs flanneld.service (Requires=), but k8s-master2, k8s-master3 would not have it")]
    [InlineData("BindsTo=data.mount", "ORG021: kubelet.service needs data.mount (BindsTo=), but k8s-master2, k8s-master3 would not have it")]
    [InlineData(
        "Wants=flanneld.service\nAfter=flanneld.service",
        "ORG022: kubelet.service runs with flanneld.service (Wants=), but k8s-master2, k8s-master3 would not have it")]
    public void A_unit_of_the_site_that_new_masters_do_not_get_is_named(string lines, string expected) =>
        Assert.Equal(
            [expected],
            Findings(
                Starter.Unchanged.With(Kubelet, "After=docker.service", lines)
                    .Adding("k8s-master1/etc/systemd/system/flanneld.service", "[Service]\nExecStart=/opt/flanneld\n")));

    [Theory]
    [InlineData("Requires=docker.socket containerd.service network-online.target")]
    [InlineData("Wants=flanneld.service")]
    [InlineData("Requires=kube-proxy.service")]
    public void A_unit_that_is_there_anyway_is_not(string lines) =>
        Assert.Empty(Findings(Starter.Unchanged.With(Kubelet, "After=docker.service", lines)));

    [Fact]
    public void An_owner_that_new_masters_must_know_is_named() =>
        Assert.Equal(
            ["ORG023: /data/application/kubernetes/cfg/token.csv belongs to kube:kube: k8s-master2, k8s-master3 need the account kube"],
            Findings(
                Starter.Unchanged.With(
                    Inventory,
                    "cfg/token.csv\", \"type\": \"file\", \"mode\": \"0600\", \"owner\": \"root:root\"",
                    "cfg/token.csv\", \"type\": \"file\", \"mode\": \"0600\", \"owner\": \"kube:kube\"")));

    private static string UnitText(string name) => Starter.Unchanged.Originals.Single(file => file.Path == $"originals/{Units}{name}.service").Text;

    // The kubelet's unit under another name.
    private static Starter Moved(string name, string content) =>
        Starter.Unchanged.Without(Kubelet).With(Inventory, "system/kubelet.service", "system/kubelet.service.old").Adding($"{Units}{name}", content);

    private static Starter Listing(Starter starter, params string[] entries) =>
        entries.Chunk(2).Aggregate(
            starter, (changed, entry) => changed.With(Inventory, "\"files\": [", $"\"files\": [\n    {{\"path\": \"{entry[0]}\", {entry[1]}}},"));

    // The starter waives LBR001.
    private static IEnumerable<Diagnostic> Faults(Starter starter) => starter.Faults().Where(finding => finding.Severity != Severity.Waived);

    private static string[] Findings(Starter starter) => [.. Faults(starter).Select(finding => $"{finding.Code}: {finding.Message}")];

    private static string Plan(Starter starter) => Encoding.UTF8.GetString(starter.Compile().Whole().Files["hosts/k8s-master2.plan"].Content.Span);
}
