using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Formats;
using Generator.Core.Planning;
using Generator.Core.Templating;

namespace Generator.Core.Layouts;

/// <summary>ansible/inventory.yml: every host, as whom it is reached, and what the tasks have to know of the cluster.</summary>
internal static class AnsibleInventory
{
    /// <summary>The group of every host; no host can be named like it (RFC 1123).</summary>
    internal const string Group = "haplane_hosts";

    /// <summary>What the template sees; every text is a scalar of YAML already.</summary>
    internal sealed record View(string Source, string Kubectl, ImmutableArray<HostView> Hosts);

    /// <summary>One host.</summary>
    internal sealed record HostView(string Name, string User, string Port, bool Becomes);

    internal static string Of(ClusterPlan plan) => Templates.Render("inventory.yml", new View(
        AnsibleText.Of(plan.Source.Name),
        AnsibleText.Of(plan.Resolved.Layout.Kubectl.ToString()),
        [.. plan.Hosts.Select(Host)]));

    private static HostView Host(HostPlan host) => new(
        YamlText.Quoted(host.Name),
        AnsibleText.Of(host.Ssh.User),
        host.Ssh.Port.ToString(CultureInfo.InvariantCulture),
        host.Ssh.User != "root");
}
