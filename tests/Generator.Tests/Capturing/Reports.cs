using System.Collections.Immutable;
using CsCheck;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Tests.Capturing;

/// <summary>Reports of any content.</summary>
internal static class Reports
{
    private static readonly Gen<string> Part =
        Gen.String[Gen.Char["abkz019.-_ \"\\'$é你\u202e\u200b\u2028"], 1, 8].Where(part => part is not ("." or ".."));
    private static readonly Gen<string> AnyPath = Part.Array[1, 4].Select(parts => "/" + string.Join('/', parts));
    private static readonly Gen<Sha256> Digest = Gen.Byte.Array[4].Select(bytes => Sha256.Of(bytes));
    private static readonly Gen<Permissions> Mode = Gen.OneOf("0755", "0644", "0600", "4755").Select(text => new Permissions(text));
    private static readonly Gen<FileOwner> Owner = Gen.OneOf("root:root", "kube:kube", "1000:1000").Select(text => new FileOwner(text));

    private static readonly Gen<ReportedEntry> Directory = Gen.Select(AnyPath, Mode, Owner).Select(
        (path, mode, owner) => new ReportedEntry(path, EntryType.Dir, mode, owner, null, null, null));
    private static readonly Gen<ReportedEntry> Link = Gen.Select(AnyPath, Part).Select(
        (path, target) => new ReportedEntry(path, EntryType.Link, null, null, null, null, target));

    private static readonly Gen<ReportedEntry> Known = Gen.Select(AnyPath, Mode, Owner, Gen.Long[0, 1L << 40], Digest)
        .Select(
            (path, mode, owner, size, digest) => new ReportedEntry(
                path,
                EntryType.File,
                mode,
                owner,
                size,
                digest,
                null)
            {
                PublicKeySha256 = size % 3 == 0
                    ? digest
                    : null,
                Subject = size % 3 == 1 ? "CN=x,O=y"
                    : null,
                Version = size % 5 == 0 ? "v1.20.4"
                    : null
            });

    private static readonly Gen<ReportedEntry> Guessable = Gen.Select(AnyPath, Mode, Owner).Select(
        (path, mode, owner) => new ReportedEntry(path, EntryType.File, mode, owner, 84, null, null));

    /// <summary>Any report without files.</summary>
    internal static Gen<HostReport> Any { get; } =
        Gen.Select(
            Gen.OneOf(Directory, Link, Known, Guessable).Array[0, 12],
            Gen.Enum<NotTakenReason>(),
            Gen.Int[0, 2].Select(number => number switch { 0 => (Distro?)null, 1 => Distro.Debian, _ => Distro.Rhel }),
            Gen.Int[1, 99]).Select(Of);

    private static HostReport Of(ReportedEntry[] entries, NotTakenReason reason, Distro? distro, int line)
    {
        ImmutableArray<ReportedEntry> sorted = [.. entries.DistinctBy(entry => entry.Path).OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        var guessable = sorted.Where(entry => entry is { Type: EntryType.File, Sha256: null }).ToArray();
        return new HostReport(
            new DnsLabel("m1"),
            "x86_64",
            distro,
            ReaderPrivilege.Sudo,
            sorted,
            ImmutableSortedDictionary.Create<string, SourceFile>(StringComparer.Ordinal))
        {
            NotTaken = [.. guessable.Select(entry => new NotTaken(entry.Path, reason))],
            Units = [new ReportedUnit("kubelet.service", "active", "enabled"), new ReportedUnit(
                "systemd-fsck@dev-disk\\x2d1.service", "inactive", "-")],
            MissingTools = ["openssl"],
            SecretTags = guessable.ToImmutableSortedDictionary(entry => entry.Path, _ => Sha256.Of([(byte)line]), StringComparer.Ordinal),
        };
    }
}
