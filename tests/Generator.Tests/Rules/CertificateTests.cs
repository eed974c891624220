using System.Text;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Rules;
using Generator.Core.Rules.Certificates;
using Generator.Tests.Support;

namespace Generator.Tests.Rules;

/// <summary>What is read of certificates, and on which day something is said of them.</summary>
public class CertificateTests
{
    private static readonly Certificate Server = Read("k8s-master1/data/application/kubernetes/ssl/server.pem");
    private static readonly Certificate Ca = Read("k8s-master1/data/application/kubernetes/ssl/ca.pem");
    private static readonly Certificate EtcdCa = Read("k8s-master1/data/application/etcd/ssl/ca.pem");

    [Theory]
    [InlineData("LB1", true)]
    [InlineData("192.168.3.201", true)]
    [InlineData("192.168.3.202", false)]
    [InlineData("api.example.org", true)]
    [InlineData("a.b.example.org", false)]
    [InlineData("example.org", false)]
    [InlineData("fd00::1", true)]
    public void A_name_is_covered_as_clients_see_it(string name, bool expected) =>
        Assert.Equal(
            expected, (Server with { DnsNames = [.. Server.DnsNames, "*.example.org"], Addresses = [.. Server.Addresses, "fd00::1"] }).Names(name));

    [Fact]
    public void The_signer_is_known_by_its_key_and_not_by_its_name()
    {
        Assert.True(Signature.LeadsTo([Server], [EtcdCa, Ca]));
        Assert.True(Signature.LeadsTo([Server, Ca], [Ca]));
        Assert.True(Signature.LeadsTo([Server], [Server]));
        Assert.False(Signature.LeadsTo([Server], [EtcdCa]));
        Assert.False(Signature.LeadsTo([Server], [EtcdCa with { EncodedSubject = Ca.EncodedSubject }]));
        Assert.False(Signature.LeadsTo([Ca], [EtcdCa]));
    }

    [Fact]
    public void A_text_without_a_certificate_has_none()
    {
        Assert.Empty(Certificate.AllOf(""));
        Assert.Empty(Certificate.AllOf("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
        Assert.Empty(CapturedCertificates.InBase64("haplane-redacted"));
    }

    [Theory]
    [InlineData("2027-08-24", null)]
    [InlineData("2027-08-25", "expires on 2027-11-23, in 90 days")]
    [InlineData("2027-11-22", "expires tomorrow, on 2027-11-23")]
    [InlineData("2027-11-23", "expires today, on 2027-11-23")]
    [InlineData("2027-11-24", "has expired on 2027-11-23")]
    public void Expiry_is_told_ninety_days_before_and_ever_after(string today, string? expected)
    {
        var outcome = Compile(CertificateExpires.Rule.Bad with { Today = DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture) });
        var findings = outcome.Findings.Where(finding => finding.Code == "CRT003").ToArray();
        Assert.Equal(expected is null ? 0 : 1, findings.Length);
        Assert.All(findings, finding => Assert.EndsWith(expected ?? "", finding.Message));
        Assert.All(findings, finding => Assert.Equal(Severity.Warning, finding.Severity));
    }

    [Fact]
    public void The_day_changes_nothing_that_is_built_and_no_waiver_for_it_is_unused()
    {
        var example = CertificateExpires.Rule.Bad with
        {
            Topology = Example.With(more: "waivers: [{rule: CRT003, reason: \"it is renewed by "
            + "cron\"}]").Topology
        };
        var (then, never) = (Compile(example with { Today = new DateOnly(2050, 1, 1) }), Compile(example with { Today = null }));
        Assert.NotNull(then.Result);
        Assert.NotNull(never.Result);
        Assert.All(then.Result.Files, file => Assert.Equal(file.Value.Content.ToArray(), never.Result.Files[file.Key].Content.ToArray()));
        Assert.Empty(Faults(never));
        Assert.All(Faults(then), finding => Assert.Equal(("CRT003", Severity.Waived), (finding.Code, finding.Severity)));
    }

    [Fact]
    public void Every_name_that_lacks_stands_in_one_finding()
    {
        var masters = "[{name: k8s-master1, address: 192.168.3.171}, {name: k8s-master2, address: 192.168.3.182}, {name: cp3, address: "
            + "192.168.3.173}]";
        var example = Example.With(
            masters: masters,
            loadBalancer: "{endpoint: api.example.org, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}",
            more: "apiserver: {extraSans: [k8s.example.org, 192.168.3.201]}");
        var finding = Assert.Single(Faults(Compile(example)));
        Assert.Equal(
            "the kube-apiserver's certificate /data/application/kubernetes/ssl/server.pem does not name 192.168.3.182, api.example.org, "
                + "k8s.example.org",
            finding.Message);
    }

    private static IEnumerable<Diagnostic> Faults(Outcome<FileTree> outcome) => outcome.Findings.Where(finding => finding.Severity != Severity.Note);

    private static Outcome<FileTree> Compile(Example example) => Compiler.Compile(example.Input(Starter.Unchanged.Originals));

    private static Certificate Read(string path) =>
        Certificate.AllOf(Encoding.UTF8.GetString(Starter.Unchanged.Originals.Single(file => file.Path == $"originals/{path}").Bytes.Span))[0];
}
