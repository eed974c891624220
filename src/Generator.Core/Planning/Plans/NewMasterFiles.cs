using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Model;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>Classifies every file of the source master for one new master, and patches those that differ there.</summary>
/// <param name="source">The source master's installation.</param>
/// <param name="layout">The paths of the installation.</param>
/// <param name="host">The new master's name.</param>
/// <param name="runsNode">Whether it runs kubelet and kube-proxy.</param>
/// <param name="retarget">The new values.</param>
internal sealed class NewMasterFiles(Installation source, Layout layout, string host, bool runsNode, Retarget retarget)
{
    private const string StateNote = "written by the component itself";
    private const string IdentityNote = "the identity of the source master's own node";

    // Every host has them, with modes that haplane does not manage.
    private static readonly string[] OfTheDistribution =
    [
        "/etc", "/etc/systemd", "/etc/systemd/system", "/opt", "/root", "/srv", "/usr", "/usr/bin", "/usr/lib", "/usr/lib/systemd",
        "/usr/lib/systemd/system",
        "/usr/local", "/usr/local/bin", "/usr/sbin", "/var", "/var/lib", "/var/log",
    ];

    private readonly ILookup<SourceFile, Foundation.Syntax.ByteEdit> patches = Patches.Of(source, retarget);

    /// <summary>The artefacts, by path.</summary>
    internal ImmutableArray<Artefact> All()
    {
        var needed = Needed().GroupBy(entry => entry.Path, StringComparer.Ordinal).Select(OfClosure).OfType<Artefact>().ToArray();
        var extra = Programs().Concat(Admin()).Concat(Identities()).Concat(Logs()).Concat(StateFolders());
        var files = needed.Concat(extra).DistinctBy(artefact => artefact.Path).ToArray();
        return [.. files.Concat(Folders(files)).DistinctBy(artefact => artefact.Path).OrderBy(artefact => artefact.Path, StringComparer.Ordinal)];
    }

    /// <summary>The files below the root that nothing names: the reader may know what they are.</summary>
    internal ImmutableArray<string> Unknown()
    {
        var known = All().Select(artefact => artefact.Path).ToHashSet(StringComparer.Ordinal);
        return [.. source.Unnamed(layout.Root.Value.Text).Select(entry => entry.Path).Where(path => !known.Contains(path))];
    }

    private IEnumerable<ClosureEntry> Needed()
    {
        var units = source.Components.Where(component => runsNode || component.IsControlPlane)
            .Select(component => component.UnitName)
            .ToHashSet(StringComparer.Ordinal);
        return source.Closure.Where(entry => entry.Unit is not null && units.Contains(entry.Unit));
    }

    private Artefact? OfClosure(IGrouping<string, ClosureEntry> same)
    {
        // A file in two roles keeps the stricter one: a secret stays a secret, whatever else reads it.
        var entry = same.MaxBy(candidate => candidate.Role) ?? same.First();
        ImmutableArray<string> units = [.. same.Select(candidate => candidate.Unit).OfType<string>().Distinct()];
        return entry.Role switch
        {
            FileRole.HostOwned or FileRole.Plugins => null,
            FileRole.State => entry.Seen is { Type: EntryType.File } ? Left(entry.Path, entry.Seen, StateNote) : null,
            FileRole.Directory => Folder(entry.Path, entry.At, entry.Seen),
            _ when entry.Seen is null => null,
            FileRole.Identity => Left(entry.Path, entry.Seen, IdentityNote),
            FileRole.Secret => Copied(entry.Seen, FileClass.Secret, entry.At) with { Units = units },
            FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig or FileRole.AdminKubeconfig =>
                Edited(entry.Role, entry.Seen, entry.Content, entry.At) with { Units = units },
            _ => Patched(entry.Role, entry.Seen, entry.Content, entry.At) with { Units = units },
        };
    }

    private Artefact Patched(FileRole role, InventoryEntry seen, SourceFile? content, Location at)
    {
        if (content is null || !patches.Contains(content))
            return Copied(seen, FileClass.Identical, at) with { Known = content?.Bytes };
        if (Content.HoldsRedaction(content) && LineEdits.Of(content, patches[content]) is { } edits)
            return Edited(seen, content, edits, at);
        ReadOnlyMemory<byte> after = LosslessOriginal.Of(content, role).With(patches[content]);
        return New(seen.Path, FileClass.Patched, seen, at) with
        {
            Content = after,
            Known = after,
            Before = content.Bytes,
            Sha256 = Sha256.Of(after.Span),
        };
    }

    private Artefact Copied(InventoryEntry seen, FileClass kind, Location at) =>
        seen is { Type: EntryType.Link, Target: { } target }
            ? New(seen.Path, FileClass.Link, seen, at) with { Target = target }
            : New(seen.Path, ClassOf(kind, seen), seen, at) with { Sha256 = seen.Sha256, Version = seen.Version, IsCopiedFromSource = true };

    // A file with a secret in it is a secret, whatever leads to it.
    private FileClass ClassOf(FileClass kind, InventoryEntry seen) =>
        kind == FileClass.Identical && SecretPlace.Is(seen, source.Capture.Open(seen.Path)) ? FileClass.Secret : kind;

    private Artefact Edited(FileRole role, InventoryEntry seen, SourceFile? content, Location at)
    {
        var edits = content is null ? null : KubeconfigEdits.Of(content, role, retarget);
        return Edited(seen, content, edits, at);
    }

    // A file with a secret is not known here completely: lines of it are replaced on the host.
    private Artefact Edited(InventoryEntry seen, SourceFile? content, LineEdits? edits, Location at) =>
        New(seen.Path, FileClass.Edited, seen, at) with
        {
            IsCopiedFromSource = true,
            Edits = edits?.Lines ?? [],
            Before = content?.Bytes,
            Known = edits?.After,
        };

    // The layout names kubectl and the plug-ins, no unit does; each comes with the links that lead to it.
    private IEnumerable<Artefact> Programs()
    {
        var plugins = runsNode ? Linked(layout.Cni).Concat(source.Plugins(layout)) : [];
        var kubectl = Linked(layout.Kubectl).Append(source.Capture.Seen(source.Capture.Real(layout.Kubectl.Value.Text))).OfType<InventoryEntry>();
        return plugins.Select(entry => Copied(entry, FileClass.Identical, layout.Cni.At))
            .Concat(kubectl.Select(entry => Copied(entry, FileClass.Identical, layout.Kubectl.At)));
    }

    private IEnumerable<InventoryEntry> Linked(Located<AbsolutePath> path) =>
        LinkedPath.Of(source.Capture, path.Value.Text).Links.Where(link => !LinkedPath.IsOfTheDistribution(link.Path));

    private IEnumerable<Artefact> Admin() =>
        source.Capture.Seen(Installation.AdminKubeconfig) is { } seen && source.Capture.Open(seen.Path) is { } content
            ? [Edited(FileRole.AdminKubeconfig, seen, content, Location.StartOf(content))]
            : [];

    // A kubelet keeps its identity in its certificate folder, and no flag names those files one by one.
    private IEnumerable<Artefact> Identities()
    {
        var folder = source.Find(ComponentKind.Kubelet)?.Find("cert-dir")?.Text ?? "/var/lib/kubelet/pki";
        return source.Unnamed(folder)
            .Where(entry => CertificateSubject.IsNode(entry.Subject) || IsIdentityLink(entry) || IsOwnPair(entry.Path))
            .Select(entry => Left(entry.Path, entry, IdentityNote));
    }

    // The kubelet's own names (kubernetes.io, kubelet, --cert-dir), if the content of the file is not known.
    private static bool IsOwnPair(string path) =>
        HostPath.NameOf(path) is var name
            && (name.StartsWith("kubelet-client-", StringComparison.Ordinal) || name.StartsWith("kubelet-server-", StringComparison.Ordinal));

    private IEnumerable<Artefact> Logs() =>
        from entry in source.Closure
        where entry is { Role: FileRole.Directory, NamedBy: "--log-dir" }
        from log in source.Unnamed(entry.Path)
        select Left(log.Path, log, StateNote);

    // A component creates its log but not the folder for it.
    private IEnumerable<Artefact> StateFolders() =>
        from entry in Needed()
        where entry is { Role: FileRole.State, NamedBy: "--audit-log-path" or "--log-file" }
        let path = HostPath.FolderOf(entry.Path)
        where path.Length > 0
        select Folder(path, entry.At, source.Capture.Seen(path));

    private bool IsIdentityLink(InventoryEntry entry) =>
        entry is { Type: EntryType.Link, Target: { } target }
            && CertificateSubject.IsNode(source.Capture.Seen(HostPath.Resolve(entry.Path, target))?.Subject);

    private Artefact Left(string path, InventoryEntry seen, string note) =>
        New(path, FileClass.NeverCopied, seen, Location.StartOf(source.Capture.File)) with
        {
            Note = note,
            // Only an identity that an earlier copy left is removed; a log with the same bytes does no harm.
            Sha256 = note == IdentityNote ? seen.Sha256 : null,
        };

    private Artefact Folder(string path, Location at, InventoryEntry? seen) => new(
        host,
        path,
        FileClass.Directory,
        seen?.Mode ?? new Permissions("0755"),
        seen?.Owner ?? new FileOwner("root:root"),
        source.Capture.Host,
        at);

    // The folders for the files, with the modes that they have on the source master.
    private IEnumerable<Artefact> Folders(Artefact[] files) =>
        from path in files.Where(file => file.Class != FileClass.NeverCopied).SelectMany(file => Parents(file.Path)).Distinct()
        let seen = source.Capture.Seen(path)
        where seen is { Type: EntryType.Dir } && !OfTheDistribution.Contains(path)
        select Folder(path, Location.StartOf(source.Capture.File), seen);

    private static IEnumerable<string> Parents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            yield return path[..slash];
    }

    // Only the services that need a secret can read it.
    private Artefact New(string path, FileClass kind, InventoryEntry seen, Location at) =>
        new(
            host,
            path,
            kind,
            kind is FileClass.Secret or FileClass.Edited && SecretPlace.MayHold(seen, source.Capture.Open(seen.Path))
                ? SecretAccess.Needed(source, seen)
                : seen.Mode,
            seen.Owner,
            source.Capture.Host,
            at);
}
