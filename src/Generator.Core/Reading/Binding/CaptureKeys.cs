using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of capture.json: all paths found on a host, captured or not.</summary>
internal static class CaptureKeys
{
    internal const string Version = "haplane.capture/v1";

    internal static readonly ScalarKey<Sentence> ApiVersion =
        new("apiVersion", "the version of this file's format: haplane.capture/v1") { IsRequired = true };
    internal static readonly ScalarKey<DnsLabel> Host = new("host", "the host's name") { IsRequired = true };
    internal static readonly ScalarKey<Sentence> Architecture = new("architecture", "the output of uname -m");
    internal static readonly ScalarKey<Choice<Distro>> Distribution = new("distro", "the family of its distribution: rhel or debian");

    internal static readonly ScalarKey<UnitName> UnitName = new("name", "the unit's name") { IsRequired = true };
    internal static readonly ScalarKey<UnitState> Active = new("active", "systemd's ActiveState") { IsRequired = true };
    internal static readonly ScalarKey<UnitState> Enabled = new("enabled", "systemd's UnitFileState") { IsRequired = true };
    internal static readonly ScalarKey<LineNumber> Line = new("line", "the line in the file as it was captured") { IsRequired = true };
    internal static readonly ScalarKey<RedactionRule> RuleName = new("rule", "how it was recognized as a secret") { IsRequired = true };
    internal static readonly ScalarKey<Choice<NotTakenReason>> Reason = new("reason", "why it was not captured") { IsRequired = true };

    internal static readonly ScalarKey<CapturedPath> Path = new("path", "the absolute path") { IsRequired = true };
    internal static readonly ScalarKey<Choice<EntryType>> Type = new("type", "file, dir or link") { IsRequired = true };
    internal static readonly ScalarKey<Permissions> Mode = new("mode", "the permission bits in octal");
    internal static readonly ScalarKey<FileOwner> Owner = new("owner", "owner and group by name");
    internal static readonly ScalarKey<FileSize> Size = new("size", "the size of the live file in bytes");
    internal static readonly ScalarKey<Sha256> Digest =
        new("sha256", "the digest of the live file; missing for a secret whose content could be guessed from it");
    internal static readonly ScalarKey<SameSecret> SameAs =
        new("sameAs", "for a secret without a digest: the file of another host with the same content, as HOST:/PATH");
    internal static readonly ScalarKey<LinkTarget> Target = new("target", "what a link points to");
    internal static readonly ScalarKey<Sha256> PublicKeyDigest =
        new("publicKeySha256", "for a private key: the digest of its public part (SubjectPublicKeyInfo)");
    internal static readonly ScalarKey<Sentence> Subject = new("subject", "for a certificate: its common name and organisations");
    internal static readonly ScalarKey<Sentence> ProgramVersion = new("version", "for a program of Kubernetes: its release");

    internal static readonly SectionListKey Units =
        new("units", "the relevant services there", new Section("a unit", [UnitName, Active, Enabled]));
    internal static readonly SectionListKey Redacted =
        new("redacted", "the secrets that were redacted", new Section("a redaction", [Path, Line, RuleName]));
    internal static readonly SectionListKey NotTaken =
        new("notTaken", "the files that were found but not captured", new Section("a file that was not captured", [Path, Reason]));

    internal static readonly SectionListKey Files = new(
        "files",
        "every file that was found",
        new Section("a file", [Path, Type, Mode, Owner, Size, Digest, SameAs, Target, PublicKeyDigest, Subject, ProgramVersion]));

    internal static readonly Section All = new("capture.json", [ApiVersion, Host, Architecture, Distribution, Units, Redacted, NotTaken, Files]);
}
