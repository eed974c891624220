using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.LoadBalancers;

internal static class BalancerFileUnreadable
{
    internal static readonly Rule Rule = new(
        "LBR024",
        Severity.Warning,
        "a load balancer file cannot be read and is not checked",
        "haplane checks nothing in this file. A taken port, a timeout that cuts connections or a master named twice would go unnoticed.",
        "run nginx -t on the host; if it passes, review the file by hand and waive this finding with that reason",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", "events {}\nhttp {\n    server {\n        listen 80;\n"),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", "events {}\nhttp {\n    server {\n        listen 80;\n    }\n}\n"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from root in NginxRoot.Staying(capture)
        from file in root.Unreadable
        select new Finding(
            Location.StartOf(file),
            $"nginx on {capture.Host} uses a file that haplane cannot read: a quote or a brace is not closed, or the file contains a script");
}
