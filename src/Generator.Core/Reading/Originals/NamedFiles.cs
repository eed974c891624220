using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>Follows the paths in flags, kubeconfigs and configurations: the role of each file, and the files that it names itself.</summary>
/// <param name="entries">Collects the files.</param>
internal sealed class NamedFiles(HostCapture capture, Component component, ClosureEntries entries)
{
    private readonly NodeIdentity identity = new(capture, component);

    /// <summary>Follows the paths in the value of a flag.</summary>
    internal void NameAll(string value, string flag, string namedBy, Location at)
    {
        foreach (var (path, of) in PathFlags.PathsIn(flag, value))
            Name(path, of, namedBy, at);
    }

    // A file that a flag or a key names gets its role from the flag if that decides, else from its content. A value that only looks like a
    // path, of a flag that is not known to name a file, counts if something exists there.
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
            entries.Add(written, FileRole.HostOwned, namedBy, at, isRequired: false);
            return;
        }

        var linked = LinkedPath.Of(capture, written);
        entries.AddLinks(linked, namedBy, at);
        // A component creates its own folder, but it cannot do so behind a link that leads nowhere.
        if (role == FileRole.State && linked.IsLink && capture.Seen(linked.Real)?.Type == EntryType.Dir)
            entries.Add(linked.Real, FileRole.Directory, namedBy, at, isRequired: false);
        Found(linked.Real, flag, linked.IsLink ? $"the link {linked.Links[^1].Path}" : namedBy, at);
    }

    private void Found(string path, string flag, string namedBy, Location at)
    {
        if (PathFlags.RoleOf(flag) is { } role)
            entries.Add(path, role, namedBy, at, isRequired: false);
        else if (PathFlags.NamesWebhook(flag))
            Webhook(path, namedBy, at);
        else if (IsBootstrappedIdentity(flag))
            entries.Add(path, FileRole.Identity, namedBy, at, isRequired: false);
        else if (PathFlags.NamesKubeconfig(flag))
            NamedKubeconfig(path, namedBy, at);
        else if (PathFlags.NamesFolder(flag) || capture.Seen(path)?.Type == EntryType.Dir)
            Folder(path, flag, namedBy, at);
        else if (capture.Open(path) is { } content && Content.Document(content) is { } document)
            Document(path, document, namedBy, at);
        else
            AddOpaque(path, Unread(path, flag), flag, namedBy, at);
    }

    // A folder stands for its files: the role of each comes from its content. A kubelet reads only .conf files of --config-dir.
    private void Folder(string path, string flag, string namedBy, Location at)
    {
        if (!entries.Add(path, FileRole.Directory, namedBy, at, isRequired: false))
            return;
        foreach (var file in capture.Below(path).Where(file => flag != "config-dir" || file.Path.EndsWith(".conf", StringComparison.Ordinal)))
        {
            if (flag == "config-dir" && (capture.Open(file.Path) is not { } content || Content.Document(content) is null))
                entries.Add(file.Path, FileRole.ComponentConfig, namedBy, at);
            else
                Name(file.Path, "", namedBy, at);
        }
    }

    private string BelowWorkingDirectory(string path) =>
        component.Unit.All("Service", "WorkingDirectory").LastOrDefault()?.Value.Text.TrimStart('-') is ['/', ..] and var folder
            ? HostPath.Resolve(folder.TrimEnd('/') + "/.", path)
            : path;

    // A file that is named as a configuration is treated as one. If it cannot be read, that is a finding, and it is never copied.
    private FileRole Unread(string path, string flag) =>
        PathFlags.NamesConfiguration(flag) && !PathFlags.NamesSecret(flag) ? FileRole.ComponentConfig : Opaque(path, flag);

    private void AddOpaque(string path, FileRole role, string flag, string namedBy, Location at)
    {
        if (entries.Add(path, role, namedBy, at, isFollowed: PathFlags.NamesConfiguration(flag))
            && role == FileRole.Secret
            && PathFlags.NamesOnlySecrets(flag))
            entries.HoldsOnlySecrets();
    }

    // A file that such a flag names is treated as a kubeconfig. If it cannot be read, that is a finding, and it is never copied.
    private void NamedKubeconfig(string path, string namedBy, Location at)
    {
        if (capture.Open(path) is { } content && Content.Kubeconfig(content) is { } kubeconfig)
            FollowKubeconfig(path, kubeconfig, namedBy, at);
        else
            entries.Add(path, KubeconfigRole, namedBy, at);
    }

    // It has the form of a kubeconfig but leads elsewhere: it is copied as it is, together with the files that it names.
    private void Webhook(string path, string namedBy, Location at)
    {
        if (entries.Add(path, FileRole.Secret, namedBy, at) && capture.Open(path) is { } content && Content.Kubeconfig(content) is { } kubeconfig)
            NameFilesOf(path, kubeconfig, $"the file {path}");
    }

    // An exec plug-in without a folder is searched as a shell does it (client-go, exec credential plug-ins).
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
            entries.AddFollowed(file, FileRole.Plain, $"exec of {namedBy}", plugin.At);
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
            || (PathFlags.MayNameSecret(flag)
                && (capture.Open(path) is { } captured ? !Content.IsPublic(captured) : !SecretPlace.IsNamedAsPublic(path)));
        return isSecret ? FileRole.Secret : FileRole.Plain;
    }

    private void Document(string path, MappingNode document, string namedBy, Location at)
    {
        var kind = document.FindScalar("kind")?.Value ?? "";
        if (Kubeconfig.Of(document) is { } kubeconfig)
            FollowKubeconfig(path, kubeconfig, namedBy, at);
        else if (kind is "EncryptionConfig" or "EncryptionConfiguration")
            entries.Add(path, FileRole.Secret, namedBy, at);
        else if (kind == "CredentialProviderConfig")
            FollowProviders(path, document, namedBy, at);
        // The scheduler's policy, up to release 1.22; other policies are in groups of their own.
        else if (kind == "Policy" && document.FindScalar("apiVersion")?.Value == "v1" && entries.Add(path, FileRole.Plain, namedBy, at))
            FollowConfig(path, document);
        else if (kind == "AdmissionConfiguration")
            FollowAdmission(path, document, namedBy, at);
        else if (kind.EndsWith("Configuration", StringComparison.Ordinal) && entries.Add(path, FileRole.ComponentConfig, namedBy, at))
            FollowConfig(path, document);
        else
            entries.Add(path, FileRole.Plain, namedBy, at);
    }

    private void FollowKubeconfig(string path, Kubeconfig kubeconfig, string namedBy, Location at)
    {
        var isIdentity = kubeconfig.ClientCertificateData.Any(data => identity.Has(CertificateSubject.OfBase64(data.Value)))
            || kubeconfig.ClientCertificatePaths.Any(certificate => identity.Has(identity.SubjectAt(HostPath.Resolve(path, certificate.Value))));
        if (!entries.Add(path, isIdentity ? FileRole.Identity : KubeconfigRole, namedBy, at) || isIdentity)
            return;
        NameFilesOf(path, kubeconfig, $"the kubeconfig {path}");
    }

    // A kubelet resolves a relative path from the folder of its configuration.
    private void FollowConfig(string path, MappingNode document)
    {
        var isKubelet = document.FindScalar("kind")?.Value == "KubeletConfiguration";
        foreach (var (key, scalar) in ConfigScalars.All(document, ""))
        {
            var flag = PathFlags.OfKey(key);
            var isPath = scalar.Value.Length > 0 && (PathFlags.NamesFile(flag) || PathFlags.RoleOf(flag) is not (null or FileRole.State));
            Name(isKubelet && isPath ? HostPath.Resolve(path, scalar.Value) : scalar.Value, flag, key, scalar.At);
        }
    }

    // A kubelet runs the provider of that name in the folder of programs, with these arguments and variables.
    private void FollowProviders(string path, MappingNode document, string namedBy, Location at)
    {
        if (!entries.Add(path, FileRole.Plain, namedBy, at))
            return;
        var programs = component.Find("image-credential-provider-bin-dir")?.Text;
        foreach (var name in Providers(document).Select(provider => provider.FindScalar("name")).OfType<ScalarNode>())
        {
            if (programs is ['/', ..])
                entries.AddFollowed($"{programs.TrimEnd('/')}/{name.Value}", FileRole.Plain, $"the credential provider {name.Value}", name.At);
        }

        foreach (var (key, scalar) in Providers(document).SelectMany(provider => ConfigScalars.All(provider, "")))
        {
            if (key is "args" or "env.value")
                Name(scalar.Value[(scalar.Value.IndexOf('=', StringComparison.Ordinal) + 1)..], "args", $"{key} of {path}", scalar.At);
        }
    }

    private static IEnumerable<MappingNode> Providers(MappingNode document) =>
        (document.Find("providers") as SequenceNode)?.Items.OfType<MappingNode>() ?? [];

    // Each plug-in has its configuration in a file next to this one, or in place (kubernetes.io, admission controllers).
    private void FollowAdmission(string path, MappingNode document, string namedBy, Location at)
    {
        if (!entries.Add(path, FileRole.Plain, namedBy, at))
            return;
        NameWebhooksOf(document);
        foreach (var plugin in (document.Find("plugins") as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            if (plugin.FindScalar("path") is not { IsEmpty: false, Value.Length: > 0 } named)
                continue;
            var file = HostPath.Resolve(path, named.Value);
            entries.AddFollowed(file, FileRole.Plain, $"the admission configuration {path}", named.At, isFollowed: true);
            foreach (var root in capture.Open(file) is { } content ? Content.AnyRoots(content) : [])
                NameWebhooksOf(root);
        }
    }

    private void NameWebhooksOf(MappingNode document)
    {
        foreach (var (key, scalar) in ConfigScalars.All(document, "").Where(pair => pair.Key.EndsWith("kubeConfigFile", StringComparison.Ordinal)))
            Name(scalar.Value, "kubeConfigFile", key, scalar.At);
    }
}
