using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What starts a component and is no unit is named for what it is, with what to do.</summary>
public class ForeignStartTests
{
    private const string Path = "k8s-master1/usr/lib/systemd/system/kube-apiserver.service";

    [Theory]
    [InlineData("[program:kube-apiserver]\ncommand=/opt/bin/kube-apiserver --v=2\nautostart=true\n", "a supervisord program")]
    [InlineData("description \"API\"\nstart on runlevel [2345]\nrespawn\nexec /opt/bin/kube-apiserver --v=2\n", "an Upstart job")]
    [InlineData("#!/bin/sh\nexec /opt/bin/kube-apiserver --v=2\n", "a shell script")]
    [InlineData("MASTER=$1\ncat <<EOF >/opt/cfg/kube-apiserver.conf\nOPTS=--bind-address=$MASTER\nEOF\n", "a shell script")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [kube-apiserver, --v=2]\n", "a static pod")]
    public void It_is_named_where_the_unit_is_missing(string content, string kind)
    {
        var unit = Starter.Unchanged.Originals.Single(file => file.Path == $"originals/{Path}").Text;
        var findings = Starter.Unchanged.With(Path, unit, content).Compile().Findings;
        var finding = Assert.Single(findings, finding => finding.Code == "ORG003");
        Assert.Equal($"kube-apiserver is started by {kind}, not by a systemd unit", finding.Message);
        Assert.Equal($"originals/{Path}", finding.At.File.Path);
    }

    [Theory]
    [InlineData("{{ ansible_default_ipv4.address }}")]
    [InlineData("$MASTER")]
    [InlineData("${MASTER_IP}")]
    [InlineData("##NODE_IP##")]
    [InlineData("<master-ip>")]
    public void A_placeholder_is_named_at_its_place(string placeholder)
    {
        var findings = Starter.Unchanged.With(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf",
            "--advertise-address=192.168.3.171",
            $"--advertise-address={placeholder}").Compile().Findings;
        var finding = Assert.Single(findings, finding => finding.Code == "FLG005");
        Assert.Equal((7, 1), (finding.At.Line, finding.At.Column));
    }
}
