using System.Collections.Immutable;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Layouts;
using Generator.Core.Reading.Binding;

namespace Generator.Core;

/// <summary>The table of contents of a capture: every pass from a topology's hosts to the written files.</summary>
public static class Capture
{
    /// <summary>The hosts that a topology names, even if other parts of it have faults; a fault if it cannot be read at all.</summary>
    public static Outcome<DeclaredHosts> HostsOf(SourceFile topology) =>
        YamlReader.Read(topology, YamlLimits.Written)
            .Then(documents => documents.Single())
            .Then(root => new DeclaredHosts([.. TopologyBinder.HostsOf(root).Select(host => new DeclaredHost(host.Address.Value, SshWay.Of(host)))]));

    /// <summary>ssh_config for these hosts, and the file of their pinned keys.</summary>
    /// <param name="ways">How to reach them.</param>
    public static (string Config, string KnownHosts) SshFiles(IReadOnlyCollection<SshWay> ways) =>
        (SshConfigText.Of(ways), SshConfigText.KnownHostsOf(ways));

    /// <summary>The program that reads one host and writes a tar archive, for <c>sh</c>.</summary>
    /// <param name="key">64 hex digits for one run, which mark equal secrets of hosts. No process list shows it.</param>
    public static string Program(string key) => ShippedShell.CaptureWith(key);

    /// <summary>Reads the report of a host.</summary>
    /// <param name="from">The host or the file that it came from, for messages.</param>
    /// <param name="census">Its list.</param>
    /// <param name="files">The content of the captured files, by absolute path.</param>
    public static Outcome<HostReport> Read(string from, ReadOnlyMemory<byte> census, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files) =>
        CensusReader.Read(from, census, files);

    /// <summary>The hosts that a captured host names.</summary>
    public static ImmutableArray<NamedHost> HostsNamedBy(CapturedHost host) => NamedHost.Of(host);

    /// <summary>The address that the other hosts use to reach a captured host; null if it is not known.</summary>
    public static Address? AddressOf(CapturedHost host) => AddressGuess.Of(CapturedMachine.Of(host))?.Value;

    /// <summary>Lays out the folders of captured hosts, <c>originals/HOST/…</c>.</summary>
    /// <param name="hosts">The hosts of one run.</param>
    /// <param name="earlier">The existing files below <c>originals/</c>; those of hosts outside this run are kept.</param>
    public static FileTree LayOut(ImmutableArray<CapturedHost> hosts, ImmutableArray<SourceFile> earlier) => CaptureFolder.LayOut(hosts, earlier);

    /// <summary>Drafts a topology from the captured hosts.</summary>
    /// <param name="hosts">The captured hosts, those from the command line first.</param>
    /// <returns>The text of a <c>topology.yaml</c>, with the word undecided for the operator's choices.</returns>
    public static SourceFile Draft(ImmutableArray<CapturedHost> hosts) => TopologyDraft.Of(hosts);

    /// <summary>Writes the topology of the cluster as it exists now.</summary>
    /// <param name="hosts">The captured hosts, those from the command line first.</param>
    public static SourceFile AsItIs(ImmutableArray<CapturedHost> hosts) => TopologyDraft.AsItIs(hosts);

    /// <summary>Compares two captures.</summary>
    /// <param name="before">The files of the earlier <c>originals/</c>.</param>
    /// <param name="after">The files of the later <c>originals/</c>.</param>
    public static CaptureChange Compare(ImmutableArray<SourceFile> before, ImmutableArray<SourceFile> after) => CaptureChange.Of(before, after);
}
