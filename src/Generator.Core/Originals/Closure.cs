using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Syntax;
using Generator.Core.Values;

namespace Generator.Core.Originals;

/// <summary>
/// Everything that a component needs, found by following paths from its unit on: program, EnvironmentFiles, the paths in its flags, and
/// those in the kubeconfigs and configurations that these name.
/// </summary>
internal sealed class Closure
{
    private readonly HostCapture capture;
    private readonly Component component;
    private readonly ImmutableArray<ClosureEntry>.Builder entries = ImmutableArray.CreateBuilder<ClosureEntry>();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private Closure(HostCapture capture, Component component)
    {
        this.capture = capture;
        this.component = component;
    }

    /// <summary>The paths that a component of a host needs, in the order in which they were found.</summary>
    internal static ImmutableArray<ClosureEntry> Of(HostCapture capture, Component component)
    {
        var closure = new Closure(capture, component);
        closure.Follow();
        return closure.entries.ToImmutable();
    }

    private void Follow()
    {
        var unitFile = component.Unit.File;
        Add(component.UnitPath, FileRole.Unit, "systemd", Location.StartOf(unitFile));
        foreach (var dropIn in component.DropIns)
            Add(dropIn.Path, FileRole.Unit, "systemd", Location.StartOf(dropIn.File));
        if (component.Command.Program.Place is { } program)
            Add(component.Command.Program.Text, FileRole.Plain, "ExecStart", program);
        foreach (var file in component.Command.EnvironmentFiles)
            Add(file.Path, FileRole.Flags, "EnvironmentFile", file.At, isRequired: !file.IsOptional);
        foreach (var flag in component.Flags.Where(flag => flag.Text.StartsWith('/') || PathFlags.NamesFile(flag.Name)))
            Name(flag.Text, flag.Name, $"--{flag.Name}", flag.At);
        if (component.Kind == ComponentKind.Kubelet && component.Find("tls-cert-file") is null)
            AddServingPair();
    }

    // What a kubelet makes for itself where it is given no serving certificate (kubernetes.io, kubelet, --cert-dir).
    private void AddServingPair()
    {
        var folder = component.Find("cert-dir")?.Text ?? "/var/lib/kubelet/pki";
        foreach (var name in new[] { "kubelet.crt", "kubelet.key" })
            Add($"{folder}/{name}", FileRole.Identity, "--cert-dir", Location.StartOf(component.Unit.File), isRequired: false);
    }

    // What a flag or a key names: its role by the flag where that decides, else by what lies there.
    private void Name(string path, string flag, string namedBy, Location at)
    {
        if (PathFlags.RoleOf(flag) is { } role)
            Add(path, role, namedBy, at, isRequired: false);
        else if (capture.Seen(path) is { Type: EntryType.Link, Target: { } target })
            Link(path, HostPath.Resolve(path, target), flag, namedBy, at);
        else if (IsBootstrappedIdentity(flag))
            Add(path, FileRole.Identity, namedBy, at, isRequired: false);
        else if (PathFlags.NamesKubeconfig(flag))
            NamedKubeconfig(path, namedBy, at);
        else if (capture.Seen(path)?.Type == EntryType.Dir)
            Add(path, FileRole.Directory, namedBy, at);
        else if (capture.Open(path) is { } content && Content.Document(content) is { } document)
            Document(path, document, namedBy, at);
        else
            Add(path, Opaque(path, flag), namedBy, at);
    }

    // What such a flag names is a kubeconfig, whatever lies there: one that cannot be read is a finding, and never a file to be copied.
    private void NamedKubeconfig(string path, string namedBy, Location at)
    {
        if (capture.Open(path) is { } content && Content.Kubeconfig(content) is { } kubeconfig)
            FollowKubeconfig(path, kubeconfig, namedBy, at);
        else
            Add(path, KubeconfigRole, namedBy, at);
    }

    private FileRole KubeconfigRole => component.IsControlPlane ? FileRole.ControlPlaneKubeconfig : FileRole.NodeKubeconfig;

    // A kubelet that bootstraps writes this file itself, with its own certificate in it.
    private bool IsBootstrappedIdentity(string flag) =>
        component.Kind == ComponentKind.Kubelet && flag == "kubeconfig" && component.Find("bootstrap-kubeconfig") is not null;

    private void Link(string path, string target, string flag, string namedBy, Location at)
    {
        var isIdentity = CertificateSubject.IsNode(capture.Seen(target)?.Subject);
        if (Add(path, isIdentity ? FileRole.Identity : FileRole.Plain, namedBy, at))
            Name(target, flag, $"the link {path}", at);
    }

    private FileRole Opaque(string path, string flag)
    {
        var entry = capture.Seen(path);
        var subject = entry?.Subject ?? (capture.Open(path) is { } content ? Content.Subject(content) : null);
        if (CertificateSubject.IsNode(subject))
            return FileRole.Identity;
        var isSecret = PathFlags.NamesSecret(flag)
            || entry?.PublicKeySha256 is not null
            || (capture.Open(path) is { } captured && Content.HoldsRedaction(captured));
        return isSecret ? FileRole.Secret : FileRole.Plain;
    }

    private void Document(string path, MappingNode document, string namedBy, Location at)
    {
        var kind = document.FindScalar("kind")?.Value ?? "";
        if (Kubeconfig.Of(document) is { } kubeconfig)
            FollowKubeconfig(path, kubeconfig, namedBy, at);
        else if (kind is "EncryptionConfig" or "EncryptionConfiguration")
            Add(path, FileRole.Secret, namedBy, at);
        else if (kind.EndsWith("Configuration", StringComparison.Ordinal) && Add(path, FileRole.ComponentConfig, namedBy, at))
            FollowConfig(document);
        else
            Add(path, FileRole.Plain, namedBy, at);
    }

    private void FollowKubeconfig(string path, Kubeconfig kubeconfig, string namedBy, Location at)
    {
        var isIdentity = kubeconfig.ClientCertificateData.Any(data => CertificateSubject.IsNode(CertificateSubject.OfBase64(data.Value)))
            || kubeconfig.ClientCertificatePaths.Any(certificate => CertificateSubject.IsNode(SubjectAt(HostPath.Resolve(path, certificate.Value))));
        if (!Add(path, isIdentity ? FileRole.Identity : KubeconfigRole, namedBy, at) || isIdentity)
            return;
        foreach (var named in kubeconfig.Paths)
            Name(HostPath.Resolve(path, named.Value), "", $"the kubeconfig {path}", named.At);
    }

    private string? SubjectAt(string path) => capture.Seen(path) switch
    {
        { Type: EntryType.Link, Target: { } target } => capture.Seen(HostPath.Resolve(path, target))?.Subject,
        var entry => entry?.Subject,
    };

    private void FollowConfig(MappingNode document)
    {
        foreach (var (key, scalar) in ConfigScalars.All(document, "").Where(pair => pair.Scalar.Value.StartsWith('/')))
            Name(scalar.Value, key, key, scalar.At);
    }

    private bool Add(string path, FileRole role, string namedBy, Location at, bool isRequired = true)
    {
        if (!seen.Add(path))
            return false;
        entries.Add(new ClosureEntry(path, role, namedBy, at, component.UnitName, isRequired, capture.Seen(path), capture.Open(path)));
        return true;
    }
}
