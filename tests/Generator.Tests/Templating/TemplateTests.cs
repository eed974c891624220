using Generator.Core.Foundation.Templating;
using Generator.Core.Output.Layouts;
using Generator.Core.Output.Pictures;
using Generator.Core.Planning.Emit;
using Generator.Core.Planning.Emit.Kinds;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;
using Generator.Core.Reporting.Reviews;
using Generator.Core.Reporting.Verifications;

namespace Generator.Tests.Templating;

public class TemplateTests
{
    private static readonly Dictionary<string, Type> Views = new(StringComparer.Ordinal)
    {
        ["README.md"] = typeof(ReviewPage.View),
        ["check-load-balancer"] = typeof(LoadBalancerCheck.View),
        ["external-load-balancer.md"] = typeof(ExternalBalancerPage.View),
        ["haproxy.cfg"] = typeof(HaproxyConfiguration.View),
        ["inventory.yml"] = typeof(AnsibleInventory.View),
        ["kube-haproxy.service"] = typeof(SeparateHaproxyUnit.View),
        ["keepalived.conf"] = typeof(KeepalivedConfiguration.View),
        ["kube-keepalived.service"] = typeof(SeparateKeepalivedUnit.View),
        ["kube-nginx.service"] = typeof(SeparateNginxUnit.View),
        ["nginx.conf"] = typeof(NginxConfiguration.View),
        ["reissue.cnf"] = typeof(Reissue.RequestView),
        ["reissue.md"] = typeof(Reissue.PageView),
        ["review.html"] = typeof(ReviewView),
        ["site.yml"] = typeof(AnsibleSite.View),
        ["topology.svg"] = typeof(Picture),
        ["topology.yaml"] = typeof(TopologyPage.View),
        ["verification.html"] = typeof(PageView),
    };

    public static TheoryData<string> Names => [.. Templates.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_branch_of_a_template_names_only_what_its_record_has(string name)
    {
        Assert.True(Views.TryGetValue(name, out var view), $"say in {nameof(TemplateTests)} which record {name} sees");
        Assert.Empty(TemplateChecker.Check(name, Templates.Source(name), view));
    }

    [Fact]
    public void Every_file_for_a_host_begins_with_the_mark_by_which_haplane_knows_it() =>
        Assert.All(Emission.Kinds, kind => Assert.StartsWith(WrittenByHaplane.Mark, Templates.Source(kind.Template)));

    [Theory]
    [InlineData("{{ Clutser }}")]
    [InlineData("{{ if Http }}{{ Listne }}{{ end }}")]
    [InlineData("{{ for upstream in Upstreams }}{{ upstream.Adress }}{{ end }}")]
    [InlineData("{{ for x in Cluster.Missing }}{{ x }}{{ end }}")]
    [InlineData("{{ include 'other' }}")]
    [InlineData("{{ date.now }}")]
    public void The_checker_finds_a_wrong_name_in_any_branch(string source) =>
        Assert.NotEmpty(TemplateChecker.Check("test", source, typeof(NginxConfiguration.View)));
}
