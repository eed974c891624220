using System.Collections.Immutable;
using Generator.Core.Foundation.Templating;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Output.Layouts;

/// <summary>ansible/inventory.yml: every host.</summary>
internal static class AnsibleInventory
{
    /// <summary>What the template sees; every text is a scalar of YAML already.</summary>
    internal sealed record View(ImmutableArray<string> Hosts);

    internal static string Of(ClusterPlan plan) =>
        Templates.Render("inventory.yml", new View([.. plan.Reached.Select(host => AnsibleText.Of(host.Name))]));
}
