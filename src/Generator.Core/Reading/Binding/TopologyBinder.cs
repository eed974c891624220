using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding.Faults;
using Generator.Core.Reading.Model;

namespace Generator.Core.Reading.Binding;

/// <summary>Binds a YAML document to the topology. All faults of its shape are collected.</summary>
internal static class TopologyBinder
{
    internal static Outcome<Topology> Bind(YamlDocuments documents) => documents.Single().Then(Bind);

    /// <summary>The hosts whose name and address can be read, whatever other faults there are.</summary>
    internal static ImmutableArray<Host> HostsOf(Node root)
    {
        var reader = new SectionReader(root, "the topology", TopologyKeys.All, []);
        return reader.IsBroken ? [] : [.. Bind(root.At.File, reader).Hosts.Where(host => host.Name.IsWritten && host.Address.IsWritten)];
    }

    private static Outcome<Topology> Bind(Node root)
    {
        var findings = new List<Diagnostic>();
        var reader = new SectionReader(root, "the topology", TopologyKeys.All, findings, isDraft: true);
        if (reader.IsBroken)
            return Outcome.Of<Topology>(null, findings);
        CheckVersion(reader, root);
        return Outcome.Of(Bind(root.At.File, reader), findings);
    }

    private static Topology Bind(SourceFile file, SectionReader reader)
    {
        var ssh = Ssh(reader.Section(TopologyKeys.Ssh));
        var hosts = new HostBinder(ssh);
        var masters = hosts.Masters(reader.Sections(TopologyKeys.Masters));
        var workers = hosts.Workers(reader.Sections(TopologyKeys.Workers));
        return new Topology(
            file,
            reader.Required(TopologyKeys.Cluster),
            reader.Required(TopologyKeys.Kubernetes),
            ssh,
            Layout(reader.Section(TopologyKeys.Layout)),
            Apiserver(reader.Section(TopologyKeys.Apiserver)),
            reader.Optional(TopologyKeys.Source) ?? FirstOf(masters, reader),
            masters,
            workers,
            reader.Section(TopologyKeys.Etcd).Scalars(EtcdKeys.Endpoints),
            reader.Has(TopologyKeys.LoadBalancer)
                ? LoadBalancerBinder.Bind(reader.Section(TopologyKeys.LoadBalancer), hosts, masters, workers)
                : null,
            Rollout(reader.Section(TopologyKeys.Rollout)),
            reader.OrDefault(TopologyKeys.Language, Defaults.Language),
            reader.Optional(TopologyKeys.Signers),
            [.. reader.Sections(TopologyKeys.Waivers).Select(Waiver)]);
    }

    private static void CheckVersion(SectionReader reader, Node root)
    {
        reader.Required(TopologyKeys.ApiVersion);
        if (((MappingNode)root).FindScalar(TopologyKeys.ApiVersion.Name) is { IsEmpty: false } version
            && version.Value is not (TopologyKeys.Version or Undecided.Word))
            reader.Report(OtherVersion.At(version, TopologyKeys.Version));
    }

    private static Located<DnsLabel> FirstOf(ImmutableArray<Master> masters, SectionReader reader) =>
        masters.Length == 0
            ? new Located<DnsLabel>(default, reader.Node.At, IsWritten: false)
            : masters[0].Host.Name with { IsWritten = false };

    private static SshSettings Ssh(SectionReader reader) =>
        new(reader.OrDefault(SshKeys.User, Defaults.SshUser), reader.OrDefault(SshKeys.Port, Defaults.SshPort));

    private static Layout Layout(SectionReader reader)
    {
        var root = reader.OrDefault(LayoutKeys.Root, Defaults.Root);
        return new Layout(
            root,
            reader.OrDefault(LayoutKeys.Bin, Defaults.Below(root.Value, "bin")),
            reader.OrDefault(LayoutKeys.Cfg, Defaults.Below(root.Value, "cfg")),
            reader.OrDefault(LayoutKeys.Ssl, Defaults.Below(root.Value, "ssl")),
            reader.OrDefault(LayoutKeys.Logs, Defaults.Below(root.Value, "logs")),
            reader.OrDefault(LayoutKeys.Units, Defaults.Units),
            reader.OrDefault(LayoutKeys.Cni, Defaults.Cni),
            reader.OrDefault(LayoutKeys.Kubectl, Defaults.Kubectl));
    }

    private static ApiserverSettings Apiserver(SectionReader reader) =>
        new(reader.OrDefault(ApiserverKeys.Port, Defaults.ApiserverPort), reader.Scalars(ApiserverKeys.ExtraSans));

    private static RolloutSettings Rollout(SectionReader reader) => new(
        reader.OrDefault(RolloutKeys.WorkerBatch, Defaults.WorkerBatch),
        reader.OrDefault(RolloutKeys.GateTimeout, Defaults.GateTimeout),
        reader.OrDefault(RolloutKeys.Soak, Defaults.Soak));

    private static Waiver Waiver(SectionReader reader) =>
        new(reader.Node.At, reader.Required(WaiverKeys.Rule), reader.Required(WaiverKeys.Reason));
}
