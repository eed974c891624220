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
    private readonly NodeIdentity identity;
    private readonly ImmutableArray<ClosureEntry>.Builder entries = ImmutableArray.CreateBuilder<ClosureEntry>();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private Closure(HostCapture capture, Component component)
    {
        this.capture = capture;
        this.component = component;
        identity = new NodeIdentity(capture, component);
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
        if (component.Instance?.Link is { } instance)
            AddFollowed(instance, FileRole.Unit, "systemd", Location.StartOf(unitFile));
        foreach (var path in DropIn.PathsOf(capture, component.UnitName))
            AddFollowed(path, FileRole.Unit, "systemd", PlaceOfDropIn(path));
        if (component.Command.Wrapper is { Place: { } wrapper } started && !PlainWrappers.IsOnEveryHost(started.Text))
            AddFollowed(ProgramPath.Of(capture, started.Text), FileRole.Plain, "ExecStart", wrapper);
        // A placeholder in the path is a finding of its own.
        if (component.Command.Program.Place is { } program && Placeholder.InUnit(component.Command.Program) is null)
            AddFollowed(ProgramPath.Of(capture, component.Command.Program.Text), FileRole.Plain, "ExecStart", program);
        foreach (var file in component.Command.EnvironmentFiles)
            AddFollowed(file.Path, FileRole.Flags, "EnvironmentFile", file.At, isRequired: !file.IsOptional);
        foreach (var need in UnitNeeds.Of(capture, component))
            AddFollowed(need.Path, need.Role, need.NamedBy, need.At, need.IsRequired);
        foreach (var flag in component.Flags)
            NameAll(flag.Text, flag.Name, $"--{flag.Name}", flag.At);
        if (component.Kind == ComponentKind.Kubelet && component.Find("tls-cert-file") is null)
            AddServingPair();
    }

    // One that was only listed has no other place than its line in capture.json.
    private Location PlaceOfDropIn(string path) =>
        capture.Open(path) is { } file ? Location.StartOf(file) : capture.Seen(path)?.At ?? Location.StartOf(component.Unit.File);

    // What a kubelet makes for itself where it is given no serving certificate (kubernetes.io, kubelet, --cert-dir).
    private void AddServingPair()
    {
        var folder = capture.Real(component.Find("cert-dir")?.Text ?? "/var/lib/kubelet/pki");
        foreach (var name in new[] { "kubelet.crt", "kubelet.key" })
            Add($"{folder}/{name}", FileRole.Identity, "--cert-dir", Location.StartOf(component.Unit.File), isRequired: false);
    }

    private void NameAll(string value, string flag, string namedBy, Location at)
    {
        foreach (var (path, of) in PathFlags.PathsIn(flag, value))
            Name(path, of, namedBy, at);
    }

    // What a flag or a key names: its role by the flag where that decides, else by what is there. A value that only looks like a path, of
    // a flag that is not known to name a file, is one where there is something at it.
    private void Name(string value, string flag, string namedBy, Location at)
    {
        var isFile = PathFlags.NamesFile(flag) && value.Length > 0;
        if (!isFile && value is not ['/', _, ..])
            return;
        var role = PathFlags.RoleOf(flag);
        var written = value.StartsWith('/') ? HostPath.Resolve("/", value) : BelowWorkingDirectory(value);
        if (!isFile && role is null && capture.Seen(written) is null && flag.Length > 0 && !PathFlags.NamesFolder(flag))
            return;
        if (role == FileRole.HostOwned)
        {
            Add(written, FileRole.HostOwned, namedBy, at, isRequired: false);
            return;
        }

        var linked = LinkedPath.Of(capture, written);
        AddLinks(linked, namedBy, at);
        // A component makes its own folder, and cannot behind a link that leads nowhere.
        if (role == FileRole.State && linked.IsLink && capture.Seen(linked.Real)?.Type == EntryType.Dir)
            Add(linked.Real, FileRole.Directory, namedBy, at, isRequired: false);
        Found(linked.Real, flag, linked.IsLink ? $"the link {linked.Links[^1].Path}" : namedBy, at);
    }

    private void Found(string path, string flag, string namedBy, Location at)
    {
        if (PathFlags.RoleOf(flag) is { } role)
            Add(path, role, namedBy, at, isRequired: false);
        else if (PathFlags.NamesWebhook(flag))
            Webhook(path, namedBy, at);
        else if (IsBootstrappedIdentity(flag))
            Add(path, FileRole.Identity, namedBy, at, isRequired: false);
        else if (PathFlags.NamesKubeconfig(flag))
            NamedKubeconfig(path, namedBy, at);
        else if (PathFlags.NamesFolder(flag) || capture.Seen(path)?.Type == EntryType.Dir)
            Folder(path, flag, namedBy, at);
        else if (capture.Open(path) is { } content && Content.Document(content) is { } document)
            Document(path, document, namedBy, at);
        else
            AddOpaque(path, Unread(path, flag), flag, namedBy, at);
    }

    // A folder is there for what is in it: each file is what it is by its content. A kubelet reads only .conf files of --config-dir.
    private void Folder(string path, string flag, string namedBy, Location at)
    {
        if (!Add(path, FileRole.Directory, namedBy, at, isRequired: false))
            return;
        foreach (var file in capture.Below(path).Where(file => flag != "config-dir" || file.Path.EndsWith(".conf", StringComparison.Ordinal)))
        {
            if (flag == "config-dir" && (capture.Open(file.Path) is not { } content || Content.Document(content) is null))
                Add(file.Path, FileRole.ComponentConfig, namedBy, at);
            else
                Name(file.Path, "", namedBy, at);
        }
    }

    private string BelowWorkingDirectory(string path) =>
        component.Unit.All("Service", "WorkingDirectory").LastOrDefault()?.Value.Text.TrimStart('-') is ['/', ..] and var folder
            ? HostPath.Resolve(folder.TrimEnd('/') + "/.", path)
            : path;

    private void AddLinks(LinkedPath linked, string namedBy, Location at)
    {
        var isIdentity = linked.IsLink && CertificateSubject.IsNode(capture.Seen(linked.Real)?.Subject);
        foreach (var link in linked.Links.Where(link => !LinkedPath.IsOfTheDistribution(link.Path)))
            Add(link.Path, isIdentity && link == linked.Links[^1] ? FileRole.Identity : FileRole.Plain, namedBy, at);
    }

    // What is named as a configuration is one, whatever is there: one that cannot be read is a finding, and never a file to be copied.
    private FileRole Unread(string path, string flag) =>
        PathFlags.NamesConfiguration(flag) && !PathFlags.NamesSecret(flag) ? FileRole.ComponentConfig : Opaque(path, flag);

    private void AddOpaque(string path, FileRole role, string flag, string namedBy, Location at)
    {
        if (Add(path, role, namedBy, at, isFollowed: PathFlags.NamesConfiguration(flag)) && role == FileRole.Secret)
            entries[^1] = entries[^1] with { HoldsOnlySecrets = PathFlags.NamesOnlySecrets(flag) };
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
        if (Add(path, FileRole.Secret, namedBy, at) && capture.Open(path) is { } content && Content.Kubeconfig(content) is { } kubeconfig)
            NameFilesOf(path, kubeconfig, $"the file {path}");
    }

    // An exec plug-in without a folder is searched for as a shell does (client-go, exec credential plug-ins).
    private void NameFilesOf(string path, Kubeconfig kubeconfig, string namedBy)
    {
        foreach (var named in kubeconfig.Paths)
            Name(HostPath.Resolve(path, named.Value), "", namedBy, named.At);
        foreach (var (named, key) in kubeconfig.SecretPaths)
            Name(HostPath.Resolve(path, named.Value), key, namedBy, named.At);
        foreach (var plugin in kubeconfig.Plugins)
        {
            var program = ProgramPath.Of(capture, plugin.Value);
            var file = program.Contains('/', StringComparison.Ordinal) ? HostPath.Resolve(path, program) : program;
            AddFollowed(file, FileRole.Plain, $"exec of {namedBy}", plugin.At);
        }

        foreach (var argument in kubeconfig.PluginArguments)
            Name(argument.Value[(argument.Value.IndexOf('=', StringComparison.Ordinal) + 1)..], "args", $"exec of {namedBy}", argument.At);
    }

    private FileRole KubeconfigRole => component.IsControlPlane ? FileRole.ControlPlaneKubeconfig : FileRole.NodeKubeconfig;

    // A kubelet that bootstraps writes this file itself, with its own certificate in it.
    private bool IsBootstrappedIdentity(string flag) =>
        component.Kind == ComponentKind.Kubelet && flag == "kubeconfig" && component.Find("bootstrap-kubeconfig") is not null;

    private FileRole Opaque(string path, string flag)
    {
        var entry = capture.Seen(path);
        var subject = entry?.Subject ?? (capture.Open(path) is { } content ? Content.Subject(content) : null);
        if (identity.Has(subject) || identity.IsKey(path, entry))
            return FileRole.Identity;
        var isSecret = PathFlags.NamesSecret(flag)
            || SecretPlace.Is(entry, capture.Open(path))
            || (PathFlags.MayNameSecret(flag) && (capture.Open(path) is { } captured ? !Content.IsPublic(captured) : !SecretPlace.IsNamedAsPublic(path)));
        return isSecret ? FileRole.Secret : FileRole.Plain;
    }

    private void Document(string path, MappingNode document, string namedBy, Location at)
    {
        var kind = document.FindScalar("kind")?.Value ?? "";
        if (Kubeconfig.Of(document) is { } kubeconfig)
            FollowKubeconfig(path, kubeconfig, namedBy, at);
        else if (kind is "EncryptionConfig" or "EncryptionConfiguration")
            Add(path, FileRole.Secret, namedBy, at);
        else if (kind == "AdmissionConfiguration")
            FollowAdmission(path, document, namedBy, at);
        else if (kind.EndsWith("Configuration", StringComparison.Ordinal) && Add(path, FileRole.ComponentConfig, namedBy, at))
            FollowConfig(path, document);
        else
            Add(path, FileRole.Plain, namedBy, at);
    }

    private void FollowKubeconfig(string path, Kubeconfig kubeconfig, string namedBy, Location at)
    {
        var isIdentity = kubeconfig.ClientCertificateData.Any(data => identity.Has(CertificateSubject.OfBase64(data.Value)))
            || kubeconfig.ClientCertificatePaths.Any(certificate => identity.Has(identity.SubjectAt(HostPath.Resolve(path, certificate.Value))));
        if (!Add(path, isIdentity ? FileRole.Identity : KubeconfigRole, namedBy, at) || isIdentity)
            return;
        NameFilesOf(path, kubeconfig, $"the kubeconfig {path}");
    }

    // A kubelet takes a relative path as one next to its configuration.
    private void FollowConfig(string path, MappingNode document)
    {
        var isKubelet = document.FindScalar("kind")?.Value == "KubeletConfiguration";
        foreach (var (key, scalar) in ConfigScalars.All(document, ""))
        {
            var flag = PathFlags.NamesKubeconfig(key) ? key : key[(key.LastIndexOf('.') + 1)..];
            var isPath = scalar.Value.Length > 0 && (PathFlags.NamesFile(flag) || PathFlags.RoleOf(flag) is not (null or FileRole.State));
            Name(isKubelet && isPath ? HostPath.Resolve(path, scalar.Value) : scalar.Value, flag, key, scalar.At);
        }
    }

    // Each plug-in has its configuration in a file next to this one, or in place (kubernetes.io, admission controllers).
    private void FollowAdmission(string path, MappingNode document, string namedBy, Location at)
    {
        if (!Add(path, FileRole.Plain, namedBy, at))
            return;
        NameWebhooksOf(document);
        foreach (var plugin in (document.Find("plugins") as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            if (plugin.FindScalar("path") is not { IsEmpty: false, Value.Length: > 0 } named)
                continue;
            var file = HostPath.Resolve(path, named.Value);
            AddFollowed(file, FileRole.Plain, $"the admission configuration {path}", named.At, isFollowed: true);
            foreach (var root in capture.Open(file) is { } content ? Content.AnyRoots(content) : [])
                NameWebhooksOf(root);
        }
    }

    private void NameWebhooksOf(MappingNode document)
    {
        foreach (var (key, scalar) in ConfigScalars.All(document, "").Where(pair => pair.Key.EndsWith("kubeConfigFile", StringComparison.Ordinal)))
            Name(scalar.Value, "kubeConfigFile", key, scalar.At);
    }

    // A link is delivered with what it points to.
    private void AddFollowed(string path, FileRole role, string namedBy, Location at, bool isRequired = true, bool isFollowed = false)
    {
        var linked = LinkedPath.Of(capture, path);
        AddLinks(linked, namedBy, at);
        Add(linked.Real, role, linked.IsLink ? $"the link {linked.Links[^1].Path}" : namedBy, at, isRequired, isFollowed);
    }

    private bool Add(string path, FileRole role, string namedBy, Location at, bool isRequired = true, bool isFollowed = false)
    {
        if (!seen.Add(path))
        {
            if (role == FileRole.Secret)
                MakeSecret(path, namedBy, at);
            return false;
        }

        entries.Add(new ClosureEntry(path, role, namedBy, at, component.UnitName, isRequired, capture.Seen(path), capture.Open(path))
        {
            IsFollowed = isFollowed,
        });
        return true;
    }

    // A certificate and its key may be in one file, which two flags name.
    private void MakeSecret(string path, string namedBy, Location at)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Path == path && entries[i].Role == FileRole.Plain)
                entries[i] = entries[i] with { Role = FileRole.Secret, NamedBy = namedBy, At = at };
        }
    }
}
