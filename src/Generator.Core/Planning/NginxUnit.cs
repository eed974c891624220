namespace Generator.Core.Planning;

/// <summary>The two ways in which nginx runs as a load balancer.</summary>
internal static class NginxUnit
{
    /// <summary>The distribution's own service, whose configuration is ours.</summary>
    internal const string Shared = "nginx.service";

    /// <summary>A service of our own beside the distribution's, where that one serves other sites.</summary>
    internal const string Separate = "kube-nginx.service";

    /// <summary>The configuration that a unit's nginx reads.</summary>
    internal static string ConfigurationOf(string unit) => unit == Separate ? "/etc/nginx/kube-nginx.conf" : "/etc/nginx/nginx.conf";
}
