using Generator.Core.Diagnostics;
using Generator.Core.Originals;

namespace Generator.Core.Rules.LoadBalancers;

/// <summary>LBR024.</summary>
internal static class BalancerFileUnreadable
{
    internal static readonly Rule Rule = new(
        "LBR024",
        Severity.Warning,
        "a balancer's file that cannot be read, and is not checked",
        "What stands in it is passed over: a port that is taken, a time limit that cuts connections, a master that is named twice.",
        "run nginx -t on the host; where that passes, look through the file by hand and waive this with that reason",
        Example.With().Adding("lb1/etc/nginx/nginx.conf", "events {}\nhttp {\n    server {\n        listen 80;\n"),
        Example.With().Adding("lb1/etc/nginx/nginx.conf", "events {}\nhttp {\n    server {\n        listen 80;\n    }\n}\n"),
        Check);

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        from root in NginxRoot.Staying(capture)
        from file in root.Unreadable
        select new Finding(Location.StartOf(file), $"nginx on {capture.Host} reads this file, and haplane cannot: a quote or a brace does not close, or it holds a script");
}
