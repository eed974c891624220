using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Planning.Plans;

namespace Generator.Core.Planning.Audits;

internal static class SourceValueLeft
{
    internal static readonly Audit Audit = new(
        "AUD004",
        "a new master has a value of the source master",
        "Two hosts with one name or address are one to the cluster: both kubelets act as the same node, and both kube-apiservers as the same "
            + "endpoint.",
        "on the source master, remove the value, or write it as the whole value of its flag, and capture the file again",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set)
    {
        var source = SourceIdentity.Of(set.Artefacts.Plan);
        return set.Hosts
            .Where(delivered => delivered.Host.Is(HostRole.NewMaster))
            .SelectMany(delivered => OfHost(delivered, set.Artefacts.Plan, source))
            .GroupBy(left => (left.At.File.Path, left.At.Line, left.Name, left.Fault))
            .Select(same => (same.First().At, Message([.. same])));
    }

    private static string Message(Left[] same) =>
        $"{same[0].Name} of {string.Join(" and ", same.Select(left => left.Host).Distinct())} would {same[0].Fault}";

    private static IEnumerable<Left> OfHost(DeliveredHost delivered, ClusterPlan plan, SourceIdentity source)
    {
        var settings = Settings(delivered, plan).ToArray();
        return settings.Concat(Texts(delivered, plan, source).Where(text => settings.All(setting => setting.At != text.At)));
    }

    // A known setting is right if the same replacement would change nothing more.
    private static IEnumerable<Left> Settings(DeliveredHost delivered, ClusterPlan plan) =>
        from setting in WrittenSetting.Of(delivered.Installation)
        where setting.Kind != SettingKind.Apiserver
        let wanted = delivered.Host.Retarget?.Value(setting.Kind, setting.Value, isControlPlane: false)
        where wanted is not null || IsProviderIdOfSource(setting, plan)
        select new Left(
            delivered.Host.Name,
            setting.Name,
            $"hold {Quoted.Text(setting.Value)}, {(wanted is null ? "which is the source master's own" : $"expected {Quoted.Text(wanted)}")}",
            setting.At);

    // No two machines share it, whatever it is made of.
    private static bool IsProviderIdOfSource(WrittenSetting setting, ClusterPlan plan) =>
        setting is { Kind: SettingKind.ProviderId, Value.Length: > 0 }
        && plan.Source.Captured is { } source
        && WrittenSetting.Of(source).Any(other => other.Kind == SettingKind.ProviderId && other.Value == setting.Value);

    private static IEnumerable<Left> Texts(DeliveredHost delivered, ClusterPlan plan, SourceIdentity source) =>
        from text in WrittenText.Of(delivered.Installation)
            .Concat(plan.Source.Captured is { } captured ? WrittenText.OfSecrets(captured, delivered.Installation) : [])
        where text.Name.StartsWith("--", StringComparison.Ordinal) || !source.IsListOfHosts(text.Value)
        let own = source.In(text.Value).Distinct().ToArray()
        where own.Length > 0
        let reason = own.Any(source.IsOtherAddress) ? ", but topology.yaml has one address for each host" : ""
        select new Left(delivered.Host.Name, text.Name, $"still hold {string.Join(" and ", own)} of the source master{reason}", text.At);

    private sealed record Left(string Host, string Name, string Fault, Location At);
}
