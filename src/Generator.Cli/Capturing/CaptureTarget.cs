using System.Globalization;
using System.Text.RegularExpressions;
using Generator.Core.Capturing.Captures;
using Generator.Core.Output.Layouts;

namespace Generator.Cli.Capturing;

/// <summary>A host to be captured, and how to reach it.</summary>
/// <param name="Way">How ssh reaches it; messages use its name.</param>
/// <param name="Folder">The name of its folder, from the topology; null if the host itself provides it.</param>
internal sealed partial record CaptureTarget(SshWay Way, string? Folder)
{
    /// <summary>Its name until the host has reported its own.</summary>
    internal string Name => Way.Name;

    /// <summary>The target of an argument: a host of the topology by its name or address, else <c>[USER@]ADDRESS[:PORT]</c>.</summary>
    /// <param name="text">The argument.</param>
    /// <exception cref="MisuseException">It is neither.</exception>
    internal static CaptureTarget Of(string text, IEnumerable<DeclaredHost> declared)
    {
        if (Form.Match(text) is not { Success: true } match || match.Groups["host"].Value.StartsWith('-'))
            throw new MisuseException(
                $"found {text}, expected [USER@]ADDRESS[:PORT], such as root@192.168.3.171:36022, or the name of a host in topology.yaml");
        var (host, user, port) = (match.Groups["host"].Value, match.Groups["user"].Value, Number(match.Groups["port"].Value));
        if (declared.FirstOrDefault(known => known.Way.Name == host || known.Address.Text == host || known.Way.Address == host) is not { } known)
            return new CaptureTarget(new SshWay(host, "", port, user, "", ""), null);
        var way = known.Way with { Port = port ?? known.Way.Port, User = user.Length > 0 ? user : known.Way.User };
        return new CaptureTarget(way, way.Name);
    }

    /// <summary>All hosts of a topology; a machine with two roles once.</summary>
    internal static IEnumerable<CaptureTarget> All(IEnumerable<DeclaredHost> declared) =>
        declared.DistinctBy(host => host.Way.Name).Select(host => new CaptureTarget(host.Way, host.Way.Name));

    private static int? Number(string text) => text.Length == 0 ? null : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    // An IPv6 address needs brackets if a port follows it.
    [GeneratedRegex(
        @"\A((?<user>[a-z_][a-z0-9_-]{0,31})@)?"
        + @"(\[(?<host>[0-9A-Fa-f:]+)\]|(?<host>[0-9A-Fa-f]*:[0-9A-Fa-f:]+)|(?<host>[A-Za-z0-9._-]{1,253}))"
        + @"(:(?<port>[1-9][0-9]{0,4}))?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form { get; }
}
