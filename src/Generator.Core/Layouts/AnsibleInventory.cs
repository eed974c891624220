using System.Collections.Immutable;
using Generator.Core.Formats;
using Generator.Core.Planning;
using Generator.Core.Templating;

namespace Generator.Core.Layouts;

/// <summary>ansible/inventory.yml: every host, and what the tasks have to know of the cluster.</summary>
internal static class AnsibleInventory
{
    /// <summary>The group of every host; no host can be named like it (RFC 1123).</summary>
    internal const string Group = "haplane_hosts";

    /// <summary>What the template sees; every text is a scalar of YAML already.</summary>
    internal sealed record View(string Source, string Kubectl, ImmutableArray<string> Hosts, ImmutableArray<LeavingView> Leaving);

    /// <summary>A host that leaves, and its node; <c>-</c> where it has none.</summary>
    internal sealed record LeavingView(string Name, string Node);

    internal static string Of(ClusterPlan plan) => Templates.Render("inventory.yml", new View(
        AnsibleText.Of(plan.Source.Name),
        AnsibleText.Of(plan.Resolved.Layout.Kubectl.ToString()),
        [.. plan.Reached.Select(host => YamlText.Quoted(host.Name))],
        [.. plan.Departures.Where(departure => departure.IsWhole).Select(departure => new LeavingView(YamlText.Quoted(departure.Host), AnsibleText.Of(departure.NodeName ?? "-")))]));
}
