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
    private static readonly string[] OtherCommands = ["ExecStartPre", "ExecStartPost", "ExecReload"];

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
        AddFollowed(component.UnitPath, FileRole.Unit, "systemd", Location.StartOf(unitFile));
        foreach (var dropIn in component.DropIns)
            AddFollowed(dropIn.Path, FileRole.Unit, "systemd", Location.StartOf(dropIn.File));
        if (component.Command.Program.Place is { } program)
            AddFollowed(component.Command.Program.Text, FileRole.Plain, "ExecStart", program);
        foreach (var file in component.Command.EnvironmentFiles)
            AddFollowed(file.Path, FileRole.Flags, "EnvironmentFile", file.At, isRequired: !file.IsOptional);
        FollowUnit();
        foreach (var flag in component.Flags)
            Name(flag.Text, flag.Name, $"--{flag.Name}", flag.At);
        if (component.Kind == ComponentKind.Kubelet && component.Find("tls-cert-file") is null)
            AddServingPair();
    }

    // What systemd itself needs to start it (systemd.exec(5), systemd.service(5)).
    private void FollowUnit()
    {
        foreach (var entry in component.Unit.All("Service", "WorkingDirectory"))
        {
            if (entry.Value.Text.TrimStart('-') is ['/', _, ..] folder)
                Add(HostPath.Resolve("/", folder), FileRole.Directory, "WorkingDirectory", entry.Value.Place ?? entry.At, isRequired: false);
        }

        foreach (var entry in OtherCommands.SelectMany(key => component.Unit.All("Service", key)))
        {
            var program = Words.OfExec(entry.Value) is [var first, ..] ? first.ToString().TrimStart('@', '-', ':', '+', '!') : "";
            // Programs of the distribution are there already.
            if (capture.Seen(program) is not null)
                AddFollowed(program, FileRole.Plain, entry.Key, entry.Value.Place ?? entry.At);
        }
    }

    // What a kubelet makes for itself where it is given no serving certificate (kubernetes.io, kubelet, --cert-dir).
    private void AddServingPair()
    {
        var folder = component.Find("cert-dir")?.Text ?? "/var/lib/kubelet/pki";
        foreach (var name in new[] { "kubelet.crt", "kubelet.key" })
            Add($"{folder}/{name}", FileRole.Identity, "--cert-dir", Location.StartOf(component.Unit.File), isRequired: false);
    }

    // What a flag or a key names: its role by the flag where that decides, else by what lies there. A value that only looks like a path, of
    // a flag that is not known to name a file, is one where there is something at it.
    private void Name(string value, string flag, string namedBy, Location at)
    {
        var isFile = PathFlags.NamesFile(flag) && value.Length > 0;
        if (!isFile && value is not ['/', _, ..])
            return;
        var path = value.StartsWith('/') ? HostPath.Resolve("/", value) : value;
        if (!isFile && PathFlags.RoleOf(flag) is null && capture.Seen(path) is null && flag.Length > 0)
            return;
        if (PathFlags.RoleOf(flag) is { } role)
            Add(path, role, namedBy, at, isRequired: false);
        else if (capture.Seen(path) is { Type: EntryType.Link, Target: { } target })
            Link(path, HostPath.Resolve(path, target), flag, namedBy, at);
        else if (PathFlags.NamesWebhook(flag))
            Webhook(path, namedBy, at);
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

    // It has the form of a kubeconfig and leads elsewhere: it is copied as it is, and what it names with it.
    private void Webhook(string path, string namedBy, Location at)
    {
        if (!Add(path, FileRole.Secret, namedBy, at))
            return;
        foreach (var named in capture.Open(path) is { } content && Content.Kubeconfig(content) is { } kubeconfig ? kubeconfig.Paths : [])
            Name(HostPath.Resolve(path, named.Value), "", $"the file {path}", named.At);
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
        if (CertificateSubject.IsNode(subject) || IsThisNode(subject) || IsKeyOfThisNode(entry))
            return FileRole.Identity;
        var isSecret = PathFlags.NamesSecret(flag)
            || entry?.PublicKeySha256 is not null
            || (capture.Open(path) is { } captured && Content.HoldsRedaction(captured));
        return isSecret ? FileRole.Secret : FileRole.Plain;
    }

    // A kubelet's own certificate, in whatever form the site issued it, is the node's.
    private bool IsThisNode(string? subject) =>
        component.Kind == ComponentKind.Kubelet
        && subject is not null
        && (subject.Contains(",O=system:nodes", StringComparison.Ordinal) || subject.Split(',')[0] == $"CN={NodeName}");

    // The key of such a certificate: the one that a flag names beside it.
    private bool IsKeyOfThisNode(InventoryEntry? entry) =>
        component.Kind == ComponentKind.Kubelet
        && entry is { PublicKeySha256: not null, Subject: null }
        && component.Find("tls-private-key-file")?.Text == entry.Path
        && component.Find("tls-cert-file") is { } certificate
        && IsThisNode(capture.Seen(certificate.Text)?.Subject);

    private string NodeName => component.Find("hostname-override")?.Text ?? capture.Host;

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
        var isIdentity = kubeconfig.ClientCertificateData.Any(data => IsIdentity(CertificateSubject.OfBase64(data.Value)))
            || kubeconfig.ClientCertificatePaths.Any(certificate => IsIdentity(SubjectAt(HostPath.Resolve(path, certificate.Value))));
        if (!Add(path, isIdentity ? FileRole.Identity : KubeconfigRole, namedBy, at) || isIdentity)
            return;
        foreach (var named in kubeconfig.Paths)
            Name(HostPath.Resolve(path, named.Value), "", $"the kubeconfig {path}", named.At);
    }

    private bool IsIdentity(string? subject) => CertificateSubject.IsNode(subject) || IsThisNode(subject);

    private string? SubjectAt(string path) => capture.Seen(path) switch
    {
        { Type: EntryType.Link, Target: { } target } => capture.Seen(HostPath.Resolve(path, target))?.Subject,
        var entry => entry?.Subject,
    };

    private void FollowConfig(MappingNode document)
    {
        foreach (var (key, scalar) in ConfigScalars.All(document, ""))
            Name(scalar.Value, PathFlags.NamesKubeconfig(key) ? key : key[(key.LastIndexOf('.') + 1)..], key, scalar.At);
    }

    // A link is delivered with what it points to.
    private void AddFollowed(string path, FileRole role, string namedBy, Location at, bool isRequired = true)
    {
        if (capture.Seen(path) is { Type: EntryType.Link, Target: { } target })
        {
            if (Add(path, FileRole.Plain, namedBy, at))
                AddFollowed(HostPath.Resolve(path, target), role, $"the link {path}", at);
            return;
        }

        Add(path, role, namedBy, at, isRequired);
    }

    private bool Add(string path, FileRole role, string namedBy, Location at, bool isRequired = true)
    {
        if (!seen.Add(path))
            return false;
        entries.Add(new ClosureEntry(path, role, namedBy, at, component.UnitName, isRequired, capture.Seen(path), capture.Open(path)));
        return true;
    }
}
