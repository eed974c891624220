using System.Globalization;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>The release of a captured component, as its program reports it.</summary>
/// <param name="Text">The release as it is written.</param>
/// <param name="At">Where capture.json lists the program.</param>
internal sealed partial record RunningRelease(ComponentKind Kind, string Host, string Text, Location At)
{
    /// <summary>The major and minor number; null if the text is not a Kubernetes release.</summary>
    internal (int Major, int Minor)? Minor => Form().Match(Text) is { Success: true } match ? (Number(match, 1), Number(match, 2)) : null;

    /// <summary>The release without a vendor's suffix; null if the text is not a release.</summary>
    internal string? Plain =>
        Form().Match(Text) is { Success: true } match ? $"v{match.Groups[1].Value}.{match.Groups[2].Value}.{match.Groups[3].Value}" : null;

    /// <summary>The releases of a host's components; none for a program whose release was not captured.</summary>
    internal static IEnumerable<RunningRelease> Of(Installation installation) =>
        from component in installation.Components
        let path = ProgramPath.Of(installation.Capture, component.Command.Program.Text)
        let entry = installation.Capture.Seen(installation.Capture.Real(path)) ?? installation.Capture.Seen(path)
        let version = entry?.Version
        where entry is not null && version is not null
        select new RunningRelease(component.Kind, installation.Capture.Host, version, entry.At);

    /// <summary>The source master's kube-apiserver release if it differs from the topology; null if they agree or it was not captured.</summary>
    internal static RunningRelease? OtherThanDeclared(Cluster cluster) =>
        cluster.Source is { } source
        && Of(source).FirstOrDefault(release => release.Kind == ComponentKind.Apiserver) is { } apiserver
        && apiserver.Plain != cluster.Topology.Kubernetes.ToString()
            ? apiserver
            : null;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    // A program prints "Kubernetes v1.20.4"; a vendor adds "-eks-1" or "+k3s1".
    [GeneratedRegex(@"\A(?:Kubernetes )?v?([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,3})(?:[-+].*)?\z")]
    private static partial Regex Form();
}
