namespace Generator.Core.Planning.Plans;

/// <summary>The two ways to run nginx as a load balancer.</summary>
internal static class NginxUnit
{
    /// <summary>The distribution's own service, with haplane's configuration.</summary>
    internal const string Shared = "nginx.service";

    /// <summary>A separate service next to the distribution's, if that one serves other sites.</summary>
    internal const string Separate = "kube-nginx.service";

    /// <summary>The configuration that a unit's nginx reads.</summary>
    internal static string ConfigurationOf(string unit) => unit == Separate ? "/etc/nginx/kube-nginx.conf" : "/etc/nginx/nginx.conf";
}
