using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.VirtualAddresses;

internal static class CheckNotRun
{
    internal static readonly Rule Rule = new(
        "VIP007",
        Severity.Warning,
        "a keepalived check has no user to run it",
        "Without script_user keepalived uses the account keepalived_script. If that does not exist, the script runs as root or not at all, depending "
            + "on the release. Without enable_script_security it runs a script as root that others may change.",
        "write script_user root and enable_script_security into global_defs on every host",
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("router_id lb1")),
        Example.WithVip().Adding("lb1/etc/keepalived/keepalived.conf", Keepalived("script_user root\n    enable_script_security")),
        Check);

    private static string Keepalived(string settings) =>
        $"global_defs {{\n    {settings}\n}}\nvrrp_script nginx {{\n    script \"/usr/bin/pgrep nginx\"\n}}\nvrrp_instance VI_1 {{\n    state "
            + $"BACKUP\n    virtual_router_id 61\n    virtual_ipaddress {{\n        192.168.3.201\n    }}\n    track_script {{\n        nginx\n"
            + $"    }}\n}}\n";

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        from capture in cluster.CapturedBalancers
        let statements = VrrpInstance.Statements(capture)
        let scripts = statements.Where(statement => statement.Name == "vrrp_script").ToArray()
        where scripts.Length > 0
        let missing = Missing(statements, scripts).ToArray()
        where missing.Length > 0
        select new Finding(scripts[0].At, $"keepalived on {capture.Host} runs a check, but global_defs has no {string.Join(" and no ", missing)}");

    // A user set for the script itself is enough.
    private static IEnumerable<string> Missing(IEnumerable<KeepalivedStatement> statements, KeepalivedStatement[] scripts)
    {
        var written = statements.SelectMany(statement => statement.All).Select(statement => statement.Name).ToHashSet(StringComparer.Ordinal);
        if (!written.Contains("script_user") && !scripts.All(script => script.Block.Any(inner => inner.Name == "user")))
            yield return "script_user";
        if (!written.Contains("enable_script_security"))
            yield return "enable_script_security";
    }
}
