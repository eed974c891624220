using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Capturing.Captures;

/// <summary>The reader's report of one host, checked against its grammar.</summary>
/// <param name="Name">The host's own name.</param>
/// <param name="Architecture">The output of <c>uname -m</c>.</param>
/// <param name="Distro">The family of its distribution; null if unknown.</param>
/// <param name="Privilege">The rights that it was read with.</param>
/// <param name="Entries">Every path found, in order.</param>
/// <param name="Files">The captured files with redacted secrets, by absolute path.</param>
public sealed record HostReport(
    DnsLabel Name,
    string Architecture,
    Distro? Distro,
    ReaderPrivilege Privilege,
    ImmutableArray<ReportedEntry> Entries,
    ImmutableSortedDictionary<string, SourceFile> Files)
{
    /// <summary>Its addresses without those of loopback, links and bridges, in the order of its interfaces.</summary>
    public ImmutableArray<Address> Addresses { get; init; } = [];

    /// <summary>The relevant services there.</summary>
    public ImmutableArray<ReportedUnit> Units { get; init; } = [];

    /// <summary>The nodes that its kubectl lists; empty if it has no working kubectl.</summary>
    public ImmutableArray<ReportedNode> Nodes { get; init; } = [];

    /// <summary>The redacted secrets.</summary>
    public ImmutableArray<Redaction> Redactions { get; init; } = [];

    /// <summary>The files that are named by something but were not captured.</summary>
    public ImmutableArray<NotTaken> NotTaken { get; init; } = [];

    /// <summary>The programs that the reader needs but did not find, such as openssl.</summary>
    public ImmutableArray<string> MissingTools { get; init; } = [];

    /// <summary>
    /// Which secrets are the same: a path, and a tag that equals the tag of the same secret elsewhere. The key is used for this run only.
    /// </summary>
    public ImmutableSortedDictionary<string, Sha256> SecretTags { get; init; } = ImmutableSortedDictionary<string, Sha256>.Empty;
}

/// <summary>The rights that a host was read with.</summary>
public enum ReaderPrivilege
{
    /// <summary>As root.</summary>
    Root,

    /// <summary>As another user, with <c>sudo -n</c> for the commands that read.</summary>
    Sudo,

    /// <summary>As another user who cannot read everything.</summary>
    None,
}
