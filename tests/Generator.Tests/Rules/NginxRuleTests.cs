using Generator.Tests.Support;
using static Generator.Tests.Support.Judgement;

namespace Generator.Tests.Rules;

/// <summary>What is found in the captured configuration of an nginx that stays, and in nothing else on that host.</summary>
public class NginxRuleTests
{
    private const string Main = "lb1/etc/nginx/nginx.conf";
    private const string Upstream = "upstream kube { least_conn; server 192.168.3.171:6443; server 192.168.3.172:6443; server 192.168.3.173:6443; "
        + "}\n";
    private const string Server = "server { listen 7443; proxy_connect_timeout 2s; proxy_pass kube; }\n";
    private const string Sites = "events {}\nhttp { server { listen 80; location / { proxy_pass http://127.0.0.1:8080; } } }\n";

    [Theory]
    [InlineData("6443", true)]
    [InlineData("6443 udp", false)]
    [InlineData("6440-6450", true)]
    [InlineData("6444-6450", false)]
    [InlineData("127.0.0.1:6443", true)]
    [InlineData("localhost:6443", true)]
    [InlineData("[::1]:6443", false)]
    [InlineData("[::]:6443", false)]
    [InlineData("[::]:6443 ipv6only=off", true)]
    [InlineData("*:6443 ssl", true)]
    [InlineData("192.168.3.201:6443", true)]
    [InlineData("192.168.3.201", false)]
    [InlineData("unix:/run/x:6443", false)]
    [InlineData("1:2:3", false)]
    [InlineData("99999999999", false)]
    public void A_port_is_taken_where_the_load_balancer_would_listen(string listen, bool isTaken) =>
        Judge(
            Starter.Unchanged.Adding(Main, Stream($"{Upstream}{Server}server {{ listen {listen}; return x; }}\n")),
            "LBR014",
            isTaken ? "nginx on lb1 listens on port 6443" : null);

    [Theory]
    [InlineData(
        "lb1/etc/nginx/nginx.conf.bak", "events {}\nstream { server { listen 6443; proxy_timeout 10s; proxy_pass 192.168.3.171:6443; } }\n", false)]
    [InlineData("lb1/etc/nginx/conf.d/old.conf.disabled", "server { listen 6443; }\n", false)]
    [InlineData("lb1/etc/nginx/conf.d/.old.conf", "server { listen 6443; }\n", false)]
    [InlineData("lb1/etc/nginx/conf.d/more/old.conf", "server { listen 6443; }\n", false)]
    [InlineData("lb1/etc/nginx/sites-available/x", "server { listen 6443; }\n", false)]
    [InlineData("lb1/etc/nginx/conf.d/live.conf", "server { listen 6443; }\n", true)]
    [InlineData("lb1/etc/nginx/sites-enabled/x", "server { listen 6443; }\n", true)]
    public void Only_what_nginx_reads_counts(string path, string content, bool isTaken) =>
        Judge(
            Starter.Unchanged.Adding(
                Main, "events {}\nhttp { server { listen 80; return 200; } include conf.d/*.conf; include /etc/nginx/sites-enabled/[a-z]*; }\n")
                .Adding(path, content),
            "LBR014",
            isTaken ? "nginx on lb1 listens on port 6443" : null);

    [Fact]
    public void A_link_is_followed()
    {
        var linked = Starter.Unchanged.Adding(Main, "events {}\nhttp { server { listen 80; return 200; } include sites-enabled/*; }\n")
            .Adding("lb1/etc/nginx/sites-available/x", "server { listen 6443; }\n")
            .With(
                "lb1/capture.json",
                "\"files\": [",
                "\"files\": [\n{\"path\": \"/etc/nginx/sites-enabled/x\", \"type\": \"link\", \"target\": \"../sites-available/x\"},");
        Judge(linked, "LBR014", "nginx on lb1 listens on port 6443");
    }

    [Fact]
    public void Settings_around_an_include_count_for_what_it_brings()
    {
        var included = Starter.Unchanged.Adding("lb1/etc/nginx/stream.d/kube.conf", $"{Upstream}server {{ listen 7443; proxy_pass kube; }}\n");
        Judge(included.Adding(Main, Stream("proxy_connect_timeout 2s;\nproxy_timeout 5s;\ninclude stream.d/*.conf;\n")), "LBR016", null);
        Judge(
            included.Adding(Main, Stream("proxy_connect_timeout 2s;\nproxy_timeout 5s;\ninclude stream.d/*.conf;\n")), "LBR015", "proxy_timeout 5s");
        Judge(included.Adding(Main, Stream("include stream.d/*.conf;\n")), "LBR016", "no proxy_connect_timeout, which is 60s");
    }

    [Theory]
    [InlineData("ExecStart=/etc/kube-lb/sbin/kube-lb -c /etc/kube-lb/conf/kube-lb.conf -p /etc/kube-lb", "/etc/kube-lb/conf/kube-lb.conf", true)]
    [InlineData("ExecStart=/opt/nginx/sbin/nginx", "/opt/nginx/conf/nginx.conf", true)]
    [InlineData("ExecStart=/usr/sbin/nginx -g 'daemon off;'", "/usr/conf/nginx.conf", false)]
    [InlineData("ExecStart=/usr/bin/other -c relative.conf", "/relative.conf", false)]
    public void An_nginx_of_its_own_is_looked_at_where_nginx_conf_itself_is_new(string exec, string path, bool isRead)
    {
        var own = Starter.Unchanged.Adding("lb1/etc/systemd/system/kube-lb.service", $"[Service]\n{exec}\n")
            .Adding($"lb1{path}", Stream(Upstream + "server { listen 6443; proxy_pass kube; }\n"));
        Judge(own, "LBR014", isRead ? "nginx on lb1 listens on port 6443" : null);
        Judge(own, "LBR016", isRead ? "no proxy_connect_timeout" : null);
    }

    [Fact]
    public void What_haplane_has_written_takes_no_port_from_itself()
    {
        var ours = Starter.Unchanged.Adding(Main, Sites)
            .Adding("lb1/etc/systemd/system/kube-nginx.service", "[Service]\nExecStart=/usr/sbin/nginx -c /etc/nginx/kube-nginx.conf\n")
            .Adding(
                "lb1/etc/nginx/kube-nginx.conf",
                "# Written by haplane for the cluster runbook.\nevents {}\nstream { server { listen 6443; proxy_pass 192.168.3.171:6443; } }\n");
        Judge(ours, "LBR014", null);
    }

    [Theory]
    [InlineData(
        "http { server { listen 6443; content_by_lua_block {\n if x then y = {} end -- '\n } } }\n",
        "nginx on lb1 uses a file that haplane cannot read")]
    [InlineData("http { server { listen 80; return 200; } include conf.d/*.conf; }\n", "nginx on lb1 uses a file that haplane cannot read")]
    [InlineData("http { server { listen 80; return 200; } }\n", null)]
    public void A_file_that_cannot_be_read_is_named(string content, string? expected) =>
        Judge(Starter.Unchanged.Adding(Main, $"events {{}}\n{content}").Adding("lb1/etc/nginx/conf.d/x.conf", "server {\n"), "LBR024", expected);

    [Fact]
    public void A_configuration_that_includes_itself_comes_to_an_end()
    {
        var twice = "include /etc/nginx/*.conf;\ninclude /etc/nginx/*.conf;\n";
        Assert.NotEmpty(
            Starter.Unchanged.Adding(Main, $"events {{}}\nstream {{ server {{ listen 1; return x; }} {twice} }}\n")
                .Adding("lb1/etc/nginx/a.conf", twice)
                .Compile().Findings);
    }

    [Theory]
    [InlineData("hash $remote_addr consistent;", "(hash $remote_addr consistent)")]
    [InlineData("hash $remote_addr; least_conn;", null)]
    [InlineData("least_conn; hash $remote_addr;", "(hash $remote_addr)")]
    [InlineData("hash $remote_addr$remote_port;", null)]
    public void What_pins_clients_is_the_method_that_counts(string methods, string? expected) =>
        Judge(
            Starter.Unchanged.Adding(
                Main,
                Stream(
                    Upstream.Replace(
                        "least_conn;", methods, StringComparison.Ordinal) + Server + Server.Replace("7443", "7444", StringComparison.Ordinal))),
            "LBR018",
            expected);

    [Fact]
    public void Of_three_methods_the_last_counts() =>
        Judge(
            Starter.Unchanged.Adding(
                Main, Stream(Upstream.Replace("least_conn;", "hash $remote_addr; least_conn; random;", StringComparison.Ordinal) + Server)),
            "LBR022",
            "uses hash $remote_addr, least_conn and random; only the last counts");

    [Theory]
    [InlineData("proxy_timeout 24h;", "keeps a silent connection for 1440 minutes (proxy_timeout 24h)")]
    [InlineData("proxy_timeout 24h; proxy_socket_keepalive on;", null)]
    [InlineData("proxy_timeout 999999999d; proxy_socket_keepalive on;", null)]
    [InlineData("", null)]
    public void A_long_idle_time_needs_probes(string settings, string? expected) =>
        Judge(
            Starter.Unchanged.Adding(Main, Stream(Upstream + Server.Replace("listen 7443;", $"listen 7443; {settings}", StringComparison.Ordinal))),
            "LBR023",
            expected);

    [Theory]
    [InlineData(
        "",
        64,
        "has worker_connections 64, but this cluster needs 320: twice what its hosts hold open, "
            + "each counted on the client and the kube-apiserver side")]
    [InlineData("worker_processes 2;", 64, "has worker_connections 64 for each of 2 workers, but")]
    [InlineData("worker_processes 8;", 64, null)]
    [InlineData("worker_processes auto;", 64, "has worker_connections 64, but")]
    public void Workers_have_their_connections_each(string processes, int connections, string? expected) =>
        Judge(
            Starter.Unchanged.Adding(Main, $"{processes}\nevents {{ worker_connections {connections}; }}\nstream {{\n{Upstream}{Server}}}\n"),
            "LBR017",
            expected);

    [Theory]
    [InlineData("LBR015", "lb1/etc/nginx/nginx.conf", "proxy_timeout", "haproxy")]
    [InlineData("LBR016", "lb1/etc/nginx/nginx.conf", "proxy_connect_timeout", "haproxy")]
    [InlineData("LBR015", "lb1/etc/haproxy/haproxy.cfg", "timeout client", "nginx")]
    [InlineData("LBR016", "lb1/etc/haproxy/haproxy.cfg", "timeout connect", "nginx")]
    public void A_hint_speaks_of_the_program_in_use(string code, string path, string said, string unsaid)
    {
        var content = path == Main
            ? Stream(Upstream + "server { listen 7443; proxy_timeout 5s; proxy_pass kube; }\n")
            : "listen f\nbind *:7443\ntimeout client 5s\nserver m1 192.168.3.171:6443 check\n";
        var hint = Assert.Single(Starter.Unchanged.Adding(path, content).Faults(), finding => finding.Code == code).Hint;
        Assert.Contains(said, hint, StringComparison.Ordinal);
        Assert.DoesNotContain(unsaid, hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_nginx_is_announced_without_an_http_page_too()
    {
        Assert.Equal(["the nginx.conf of lb1 is kept; kube-nginx.service is added next to it"], Notes(Starter.Unchanged.Adding(Main, Sites)));
        Assert.Empty(Notes(Starter.Unchanged));
    }

    private static IEnumerable<string> Notes(Starter starter) =>
        starter.Compile().Findings.Where(finding => finding.Code == "LBR025").Select(finding => finding.Message);

    private static string Stream(string content) => $"events {{ worker_connections 1024; }}\nstream {{\n{content}}}\n";
}
