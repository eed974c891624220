using System.Collections.Immutable;
using Generator.Core.Binding;
using Generator.Core.Captures;
using Generator.Core.Diagnostics;
using Generator.Core.Layouts;
using Generator.Core.Syntax;
using Generator.Core.Values;

namespace Generator.Core;

/// <summary>The table of contents of a capture: every pass from a topology's hosts to the files that are written.</summary>
public static class Capture
{
    /// <summary>The hosts that a topology names, also where other parts of it are wrong; a fault where it cannot be read at all.</summary>
    /// <param name="topology">The topology.</param>
    public static Outcome<DeclaredHosts> HostsOf(SourceFile topology) =>
        YamlReader.Read(topology, YamlLimits.Written)
            .Then(documents => documents.Single())
            .Then(root => new DeclaredHosts([.. TopologyBinder.HostsOf(root).Select(host => new DeclaredHost(host.Address.Value, SshWay.Of(host)))]));

    /// <summary>ssh_config for these hosts, and the file of their pinned keys.</summary>
    /// <param name="ways">How they are reached.</param>
    public static (string Config, string KnownHosts) SshFiles(IReadOnlyCollection<SshWay> ways) =>
        (SshConfigText.Of(ways), SshConfigText.KnownHostsOf(ways));

    /// <summary>The program that reads one host and writes a tar archive, for <c>sh</c>.</summary>
    /// <param name="key">64 hex digits of one run, by which equal secrets of hosts are found. No list of processes shows it.</param>
    public static string Program(string key) => ShippedShell.CaptureWith(key);

    /// <summary>Reads what a host has sent of itself.</summary>
    /// <param name="from">The host or the file that it came from, for messages.</param>
    /// <param name="census">Its list.</param>
    /// <param name="files">The content of the files that were taken, by absolute path.</param>
    public static Outcome<HostReport> Read(string from, ReadOnlyMemory<byte> census, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        CensusReader.Read(from, census, files);

    /// <summary>The hosts that a captured one names.</summary>
    /// <param name="host">The captured one.</param>
    public static ImmutableArray<NamedHost> HostsNamedBy(CapturedHost host) => NamedHost.Of(host);

    /// <summary>The address by which the other hosts reach a captured one; null where nothing says it.</summary>
    /// <param name="host">The captured one.</param>
    public static Address? AddressOf(CapturedHost host) => AddressGuess.Of(CapturedMachine.Of(host))?.Value;

    /// <summary>Lays the folders of captured hosts out, <c>originals/HOST/…</c>.</summary>
    /// <param name="hosts">The hosts of one run.</param>
    /// <param name="earlier">The files below <c>originals/</c> that are there: what they say of hosts outside this run is kept.</param>
    public static FileTree LayOut(ImmutableArray<CapturedHost> hosts, ImmutableArray<SourceFile> earlier) => CaptureFolder.LayOut(hosts, earlier);

    /// <summary>Drafts a topology from what was captured.</summary>
    /// <param name="hosts">The captured hosts, those that were asked for first.</param>
    /// <returns>The text of a <c>topology.yaml</c>, with the word undecided where only a person can choose.</returns>
    public static SourceFile Draft(ImmutableArray<CapturedHost> hosts) => TopologyDraft.Of(hosts);

    /// <summary>Writes the topology of the cluster as it is, with nothing that is not there yet.</summary>
    /// <param name="hosts">The captured hosts, those that were asked for first.</param>
    public static SourceFile AsItIs(ImmutableArray<CapturedHost> hosts) => TopologyDraft.AsItIs(hosts);

    /// <summary>Says what is different between two captures.</summary>
    /// <param name="before">The files of <c>originals/</c> before.</param>
    /// <param name="after">The files of <c>originals/</c> after.</param>
    public static CaptureChange Compare(ImmutableArray<SourceFile> before, ImmutableArray<SourceFile> after) => CaptureChange.Of(before, after);
}
