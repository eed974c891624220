using System.Collections.Immutable;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Foundation.Wire;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Originals;
using Generator.Core.Verifying;
using Generator.Tests.Support;

namespace Generator.Tests.Verifying;

/// <summary>The hosts of the example after its rollout, as they answer when everything is fine; and changes of one answer.</summary>
internal sealed record LiveExample(ImmutableArray<LiveHost> Hosts)
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 28, 3, 0, 0, TimeSpan.Zero);

    private static readonly Case Input = Case.Example;

    private static readonly Delivery Delivery = Compiler.Read(Compiler.Compile(Input.Input).Whole()).Whole();

    internal static LiveExample Healthy { get; } = new([.. Delivery.Hosts.Select(Of)]);

    internal static ImmutableArray<SourceFile> Originals => Input.Input.Originals;

    internal Verification Judged => JudgedWith(Originals);

    /// <summary>What is not fine, each as <c>STATE HOST AREA SUBJECT: TEXT</c>.</summary>
    internal string[] Found =>
    [
        .. Judged.Checks.Where(check => check.State != CheckState.Fine)
            .Select(check => $"{check.State} {check.Host} {check.Area} {check.Subject}: {check.Text}"),
    ];

    internal Verification JudgedWith(ImmutableArray<SourceFile> originals) => Verify.Judge(Delivery, Hosts, originals, Now);

    internal LiveExample With(string host, Func<LiveHost, LiveHost> change) =>
        new([.. Hosts.Select(live => live.Name == host ? change(live) : live)]);

    /// <summary>Replaces the facts of a host that begin with a text by others.</summary>
    internal LiveExample Says(string host, string start, params string[] facts) => With(host, live => new LiveHost(
        live.Name,
        "",
        [.. live.Records.Where(record => !Begins(record, start)), .. facts.Select(Fact)],
        live.Report)
    {
        Ahead = live.Ahead
    });

    internal LiveExample Reports(string host, Func<HostReport, HostReport> change) => With(
        host, live => new LiveHost(live.Name, "", live.Records, live.Report is { } report ? change(report) : null) { Ahead = live.Ahead });

    private static bool Begins(EngineRecord record, string start) =>
        record is EngineFact fact && $"{fact.Name} {fact.Value}".StartsWith(start, StringComparison.Ordinal);

    private static EngineRecord Fact(string text)
    {
        var line = $"fact\t{string.Join('\t', text.Split(' ', 2))}";
        return EngineForm.Read("any", line) ?? throw new ArgumentException($"not a fact: {line}", nameof(text));
    }

    private static LiveHost Of(DeliveryHost host) => new(host.Name, "", [.. Facts(host).Select(Fact)], Report(host.Name)) { Ahead = TimeSpan.Zero };

    private static IEnumerable<string> Facts(DeliveryHost host)
    {
        foreach (var file in Delivery.Of(host.Name).Where(file => file.Mode.Length > 0))
            yield return $"on-disk same {file.Mode} {file.Owner} - {file.Path}";
        foreach (var unit in host.Units)
            yield return $"runs {unit.Name} running enabled current 1700000000";
        foreach (var way in Questions.Of(Delivery).Ways.Where(way => host.IsMaster && (way.Key[0] != 'm' || way.Host == host.Name)))
            yield return $"answers {way.Key} 200 v1.20.4";
        foreach (var fact in host.IsMaster ? OfCluster : [])
            yield return fact;
        foreach (var target in host.IsBalancer ? Questions.Of(Delivery).Targets : [])
            yield return $"connects {target} yes";
    }

    private static IEnumerable<string> OfCluster =>
    [
        .. Delivery.Hosts.Where(host => host.NodeName.Length > 0).Select(host => $"node {host.NodeName} True v1.20.4 {host.Address}"),
        .. Delivery.Hosts.Where(host => host.IsMaster).Select(host => $"endpoint {host.Address}"),
        "lease kube-controller-manager k8s-master2_0b3ee5a1-7a1c-4a39-9d2f-0f3ac0a2b9c1 3 2",
        "lease kube-scheduler k8s-master3_0b3ee5a1-7a1c-4a39-9d2f-0f3ac0a2b9c2 1 1",
        .. Questions.Of(Delivery).EtcdMembers.Select(
            (member, index) => $"etcd-status {member} a{index} {(index == 0 ? "yes" : "no")} 20971520 2147483648"),
        .. Questions.Of(Delivery).EtcdMembers.Select((member, index) => $"etcd-member a{index} etcd-{index} yes {member}"),
        "token /data/application/kubernetes/cfg/bootstrap.kubeconfig yes csr",
    ];

    private static HostReport Report(string host)
    {
        var capture = OriginalsReader.Read(Delivery.Topology, Input.Input.Originals).Result?.Installations.GetValueOrDefault(host)?.Capture;
        return new HostReport(
            new DnsLabel(host),
            "x86_64",
            null,
            ReaderPrivilege.Root,
            [.. capture?.Inventory.Values.Select(Entry) ?? []],
            capture?.Files ?? ImmutableSortedDictionary.Create<string, SourceFile>(StringComparer.Ordinal));
    }

    private static ReportedEntry Entry(InventoryEntry entry) =>
        new(entry.Path, entry.Type, entry.Mode, entry.Owner, entry.Size, entry.Sha256, entry.Target)
        {
            PublicKeySha256 = entry.PublicKeySha256,
            Subject = entry.Subject,
            Version = entry.Version,
        };
}
