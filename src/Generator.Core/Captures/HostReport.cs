using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Captures;

/// <summary>What the reader has sent of one host, matched against its grammar.</summary>
/// <param name="Name">The host's own name.</param>
/// <param name="Architecture">What <c>uname -m</c> prints.</param>
/// <param name="Distro">The family of its distribution; null where it is not known.</param>
/// <param name="Privilege">As whom it was read.</param>
/// <param name="Entries">Every path that was seen, in order.</param>
/// <param name="Files">The files that were taken, secrets redacted, by absolute path.</param>
public sealed record HostReport(
    DnsLabel Name,
    string Architecture,
    Distro? Distro,
    ReaderPrivilege Privilege,
    ImmutableArray<ReportedEntry> Entries,
    ImmutableSortedDictionary<string, SourceFile> Files)
{
    /// <summary>Its addresses but for those of loopback, links and bridges, in the order of its interfaces.</summary>
    public ImmutableArray<Address> Addresses { get; init; } = [];

    /// <summary>The services that matter there.</summary>
    public ImmutableArray<ReportedUnit> Units { get; init; } = [];

    /// <summary>The nodes that its kubectl lists; empty where it has none that works.</summary>
    public ImmutableArray<ReportedNode> Nodes { get; init; } = [];

    /// <summary>The secrets that were redacted.</summary>
    public ImmutableArray<Redaction> Redactions { get; init; } = [];

    /// <summary>The files that something names and that were not taken.</summary>
    public ImmutableArray<NotTaken> NotTaken { get; init; } = [];

    /// <summary>The programs that the reader missed there, such as openssl.</summary>
    public ImmutableArray<string> MissingTools { get; init; } = [];

    /// <summary>Which secrets are alike, by a key of this run alone: a path, and a tag that equals that of the same secret elsewhere.</summary>
    public ImmutableSortedDictionary<string, Sha256> SecretTags { get; init; } = ImmutableSortedDictionary<string, Sha256>.Empty;
}

/// <summary>As whom a host was read.</summary>
public enum ReaderPrivilege
{
    /// <summary>As root.</summary>
    Root,

    /// <summary>As another user, with <c>sudo -n</c> for the commands that read.</summary>
    Sudo,

    /// <summary>As another user, who cannot read everything.</summary>
    None,
}
