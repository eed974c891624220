namespace Generator.Core.Artefacts;

/// <summary>What a unit's service does when something that it loads has changed.</summary>
internal static class Restart
{
    /// <summary>
    /// <c>reload</c> for nginx's configuration, which cuts open connections after a minute; <c>restart</c> for a unit, and for Kubernetes' components, which
    /// cannot reload.
    /// </summary>
    internal static string Of(string unit, string path) =>
        unit is "nginx.service" or "kube-nginx.service" && !path.EndsWith("/" + unit, StringComparison.Ordinal) ? "reload" : "restart";
}
