using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class HttpPageLeftOut
{
    internal static readonly Rule Rule = new(
        "LBR012",
        Severity.Warning,
        "the http page is left out on a load balancer",
        "An nginx.conf that already serves something is kept. A second nginx next to it balances only the kube-apiservers, so port 80 stays as it "
            + "is.",
        "remove http, or waive this with the reason",
        Example.With(
            loadBalancer: "{endpoint: kubernetes, http: true, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}")
            .Adding(
                "lb1/etc/nginx/nginx.conf",
                "events {}\nhttp {\n    server {\n        listen 80;\n        location / { proxy_pass http://127.0.0.1:8080; }\n    }\n}\n"),
        Example.With(
            loadBalancer: "{endpoint: kubernetes, http: true, hosts: [{name: lb1, address: 192.168.3.201}, {name: lb2, address: 192.168.3.202}]}"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Topology.LoadBalancer is not { Http.Value.On: true } balancer
            ? []
            : BalancerHost.Keeping(cluster, balancer, BalancerProgram.Nginx)
                .Select(host => new Finding(host.Name.At, $"{host.Name} gets no http page: its own nginx.conf is kept"));
}
