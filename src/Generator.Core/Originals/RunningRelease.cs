using System.Globalization;
using System.Text.RegularExpressions;
using Generator.Core.Diagnostics;

namespace Generator.Core.Originals;

/// <summary>The release of a captured component, as its program itself reports it.</summary>
/// <param name="Kind">The component.</param>
/// <param name="Host">The host that runs it.</param>
/// <param name="Text">The release as it is written.</param>
/// <param name="At">Where capture.json lists the program.</param>
internal sealed partial record RunningRelease(ComponentKind Kind, string Host, string Text, Location At)
{
    /// <summary>The first two numbers, major and minor; null where the text is no release of Kubernetes.</summary>
    internal (int Major, int Minor)? Minor => Form().Match(Text) is { Success: true } match ? (Number(match, 1), Number(match, 2)) : null;

    /// <summary>The release without what a vendor adds; null where the text is none.</summary>
    internal string? Plain => Form().Match(Text) is { Success: true } match ? $"v{match.Groups[1].Value}.{match.Groups[2].Value}.{match.Groups[3].Value}" : null;

    /// <summary>The releases of a host's components; none for a program whose release was not captured.</summary>
    internal static IEnumerable<RunningRelease> Of(Installation installation) =>
        from component in installation.Components
        let path = ProgramPath.Of(installation.Capture, component.Command.Program.Text)
        let entry = installation.Capture.Seen(installation.Capture.Real(path)) ?? installation.Capture.Seen(path)
        let version = entry?.Version
        where entry is not null && version is not null
        select new RunningRelease(component.Kind, installation.Capture.Host, version, entry.At);

    /// <summary>The release of the source's apiserver where it is not the one in the topology; null where they agree or it was not captured.</summary>
    internal static RunningRelease? OtherThanDeclared(Cluster cluster) =>
        cluster.Source is { } source
        && Of(source).FirstOrDefault(release => release.Kind == ComponentKind.Apiserver) is { } apiserver
        && apiserver.Plain != cluster.Topology.Kubernetes.ToString()
            ? apiserver
            : null;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // "Kubernetes v1.20.4" is what a program prints; a vendor adds "-eks-1", "+k3s1".
    [GeneratedRegex(@"\A(?:Kubernetes )?v?([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})(?:[-+].*)?\z")]
    private static partial Regex Form();
}
