using System.Text.RegularExpressions;

namespace Generator.Core.Foundation.Values;

/// <summary>
/// The regular grammars of the scalars, in one place so that they can be compared. All are anchored with <c>\A</c> and <c>\z</c>
/// (a <c>$</c> would let a final newline through) and none can backtrack without bound.
/// </summary>
internal static partial class Grammar
{
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    internal static partial Regex DnsLabel { get; }

    // RFC 1123 names as Kubernetes uses them for nodes: lower case, labels of 1 to 63 characters.
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    internal static partial Regex DnsName { get; }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}\z")]
    internal static partial Regex Ipv4 { get; }

    [GeneratedRegex(@"\A[0-9A-Fa-f:]{2,39}\z")]
    internal static partial Regex Ipv6 { get; }

    private const string Octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private const string AnyAddress = Octet + @"(\." + Octet + "){3}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,8}";
    private const string AnyName = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    // As near to an address as an expression comes; the reader also counts the groups of IPv6.
    [GeneratedRegex(@"\A(" + AnyAddress + @")\z")]
    internal static partial Regex Address { get; }

    [GeneratedRegex(@"\A(" + AnyAddress + ")-(" + AnyAddress + @")\z")]
    internal static partial Regex AddressRange { get; }

    // Digits and dots alone are an address, and a mistyped one is no name.
    [GeneratedRegex(@"\A(" + AnyAddress + @"|(?![0-9.]*\z)" + AnyName + @"(\." + AnyName + @")*)\z")]
    internal static partial Regex NameOrAddress { get; }

    [GeneratedRegex(@"\A[A-Z]{3}[0-9]{3}\z")]
    internal static partial Regex RuleCode { get; }

    [GeneratedRegex(@"\Av1\.(0|[1-9][0-9]{0,2})\.(0|[1-9][0-9]{0,2})\z")]
    internal static partial Regex KubernetesVersion { get; }

    // No space, quote, glob, dollar or control character: such a path is legal on Linux, but no installation of this kind has one.
    [GeneratedRegex(@"\A(/[A-Za-z0-9._+@:-]+)+\z")]
    internal static partial Regex AbsolutePath { get; }

    [GeneratedRegex(@"\A[a-z_][a-z0-9_-]{0,31}\z")]
    internal static partial Regex UserName { get; }

    [GeneratedRegex(@"\A([1-9][0-9]{0,5})(s|m|h)\z")]
    internal static partial Regex Duration { get; }

    [GeneratedRegex(@"\A([1-9][0-9]{0,3})(%?)\z")]
    internal static partial Regex BatchSize { get; }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,4})\z")]
    internal static partial Regex SmallNumber { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,14}\z")]
    internal static partial Regex InterfaceName { get; }

    [GeneratedRegex(@"\A(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,2000}={0,2}\z")]
    internal static partial Regex HostKey { get; }

    // ssh-keygen(1), ALLOWED SIGNERS; a name in double quotes may contain blanks.
    [GeneratedRegex(
        @"\A(""[^""]{1,200}""|[^\s""#][^\s""]{0,199})[ \t]+"
            + @"((?<option>cert-authority|namespaces=""(?<spaces>[^""]{1,200})"""
            + @"|valid-(after|before)=""?[0-9]{8}([0-9]{4}([0-9]{2})?)?Z?""?)(,(?=\S)|[ \t]+))*"
            + @"(?<type>(sk-)?(ssh-ed25519|ecdsa-sha2-nistp256)(?<hardware>@openssh\.com)?|ssh-rsa|ecdsa-sha2-nistp(384|521))[ \t]+"
            + @"(?<key>[A-Za-z0-9+/]{40,2000}={0,2})([ \t].*)?\z",
        RegexOptions.ExplicitCapture)]
    internal static partial Regex AllowedSigner { get; }

    [GeneratedRegex(@"\A(?<scheme>https?)://(\[(?<six>[0-9A-Fa-f:]+)\]|(?<host>[A-Za-z0-9.-]+))(:(?<port>[0-9]{1,5}))?/?\z")]
    internal static partial Regex Url { get; }

    [GeneratedRegex(@"\A(?<prefix>[a-z0-9.-]*)\[(?<from>[0-9]{1,6})-(?<to>[0-9]{1,6})\](?<suffix>[a-z0-9.-]*)\z")]
    internal static partial Regex NameRange { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    internal static partial Regex FileName { get; }

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    internal static partial Regex Sha256 { get; }

    // The release of a program or a package: v1.20.4, 1:1.22.1-9+deb12u1, 20230311~rc1.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.+~:_-]{0,63}\z")]
    internal static partial Regex Release { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+~%-]{0,95}\.(deb|rpm)\z")]
    internal static partial Regex PackageFile { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9._+@:~%-]+(/[A-Za-z0-9._+@:~%-]+)*\z")]
    internal static partial Regex BundlePath { get; }

    [GeneratedRegex(@"\A([0-9a-f]{40}|[0-9a-f]{64})\z")]
    internal static partial Regex Commit { get; }

    [GeneratedRegex(@"\A[0-7]{4}\z")]
    internal static partial Regex Permissions { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}\z")]
    internal static partial Regex FileOwner { get; }

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,15})\z")]
    internal static partial Regex FileSize { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9:_.@\\-]{1,240}\.[a-z]{1,12}\z")]
    internal static partial Regex UnitName { get; }

    [GeneratedRegex(@"\A(-|[a-z][a-z-]{0,31})\z")]
    internal static partial Regex UnitState { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]([A-Za-z0-9 ._-]{0,58}[A-Za-z0-9._-])?\z")]
    internal static partial Regex RedactionRule { get; }

    [GeneratedRegex(@"\A[1-9][0-9]{0,8}\z")]
    internal static partial Regex LineNumber { get; }

    // The output of uname -m, and the name of a tool.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._+-]{0,63}\z")]
    internal static partial Regex Word { get; }

    // ID_LIKE of os-release(5) is several words, or nothing.
    [GeneratedRegex(@"\A[A-Za-z0-9 ._-]{0,200}\z")]
    internal static partial Regex Words { get; }

    // A release of Kubernetes with a vendor's suffix: v1.20.4, v1.18.9-eks-d1db3c, v1.21.0-rc.1+k3s1.
    [GeneratedRegex(@"\Av[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}([-+.][A-Za-z0-9.+-]{1,40})?\z")]
    internal static partial Regex ProgramVersion { get; }
}
