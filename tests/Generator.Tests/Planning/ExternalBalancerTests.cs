using System.Text;
using Generator.Core.Reading.Originals;
using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Planning;

/// <summary>An external load balancer: what its page says, and when it is asked.</summary>
public class ExternalBalancerTests
{
    private const string Flags = "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf";

    [Theory]
    [InlineData(0, 8)]
    [InlineData(10, 8)]
    [InlineData(8, 4)]
    [InlineData(4, 3)]
    [InlineData(3, 8)]
    public void The_check_notices_a_stop_within_the_delay_where_it_can(int delay, int detection) =>
        Assert.Equal(detection, HealthCheck.Within(delay).Detection);

    [Theory]
    [InlineData("90", 90)]
    [InlineData("1m30s", 90)]
    [InlineData("2min", 120)]
    [InlineData("1h", 3600)]
    [InlineData("1min 30s", 90)]
    [InlineData("infinity", null)]
    [InlineData("", null)]
    public void A_time_is_read_as_its_program_does(string text, int? seconds) => Assert.Equal(seconds, TimeSpanText.Seconds(text));

    [Theory]
    [InlineData("", "This does not hold")]
    [InlineData(" --shutdown-delay-duration=10s", "This holds")]
    [InlineData(" --shutdown-delay-duration=40s", "This does not hold")]
    [InlineData(" --anonymous-auth=false --shutdown-delay-duration=10s", "This does not hold")]
    public void The_page_says_whether_a_master_drains(string flags, string expected) => Assert.Contains(expected, Page(flags));

    [Fact]
    public void Where_anonymous_requests_are_refused_only_tcp_works()
    {
        Assert.Contains("| health check | HTTPS `GET /readyz`", Page(""));
        Assert.Contains("| health check | TCP", Page(" --anonymous-auth=false"));
    }

    [Fact]
    public void It_is_asked_before_the_first_client_moves_and_nothing_is_placed_for_it()
    {
        var files = Case.Of("external").Output.Files;
        var plan = Encoding.UTF8.GetString(files["rollout.plan"].Content.Span).Split('\n').Select(line => line.Split('\t')).ToArray();
        var step = plan.Single(line => line is ["step", _, "load-balancer", ..])[1];
        var own = plan.Where(line => line is ["gate" or "do" or "undo", var number, ..] && number == step).ToArray();
        Assert.Equal(["k8s-master1", "k8s-master2", "k8s-master3"], own.Select(line => line[5]));
        Assert.All(own, line => Assert.Equal("ready", line[4]));
        Assert.All(plan.Where(line => line is ["do", _, _, _, "deliver", _, "node", ..]), line => Assert.True(int.Parse(line[1]) > int.Parse(step)));
        Assert.DoesNotContain(files.Keys, path => path.StartsWith("hosts/lb", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("200", "ok ")]
    [InlineData("000", "warning https://192.168.3.201:6443 does not lead to a kube-apiserver yet: it is not ready (no answer).")]
    public void Preflight_only_warns(string answer, string expected)
    {
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $$"""
            set -euo pipefail
            because() { WHY=$1; return 1; }
            . '{{Repository.Path("templates", "host-engine", "97-tls.sh")}}'
            http_code() { printf '{{answer}}'; }
            WHY='' RESULT=ok
            gate_endpoint_answers https://192.168.3.201:6443/readyz /ca.pem
            printf '%s %s' "$RESULT" "$WHY"
            """.ReplaceLineEndings("\n"));
        Assert.Equal(0, code);
        Assert.StartsWith(expected, text);
    }

    private static string Page(string flags)
    {
        var starter = Starter.Unchanged.With(Flags, "--secure-port=6443", $"--secure-port=6443{flags}") with
        {
            Topology = Case.Of("external").Input.Topology.Text,
        };
        return Encoding.UTF8.GetString(starter.Compile().Whole().Files["external-load-balancer.md"].Content.Span);
    }
}
