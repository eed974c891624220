using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>How a component reads a file.</summary>
internal enum FileForm
{
    /// <summary>A unit or a drop-in, read by systemd.</summary>
    Unit,

    /// <summary>An EnvironmentFile, read by systemd.</summary>
    Flags,

    Kubeconfig,

    /// <summary>A configuration in YAML or JSON.</summary>
    Configuration,
}

/// <summary>A captured file that a component reads and that haplane's decisions depend on.</summary>
/// <param name="Reader">The program that reads it, such as <c>kube-proxy</c>.</param>
internal sealed record ReadFile(SourceFile File, FileForm Form, string Reader)
{
    /// <summary>Whether it is a template that was never filled in.</summary>
    internal bool IsTemplate => Template is not null;

    /// <summary>The first placeholder of a template; null if the file is not a template.</summary>
    internal TemplateText? Template => Form == FileForm.Unit ? TemplateText.InUnit(File) : TemplateText.In(File);

    /// <summary>The files of a host that its components read, each once.</summary>
    internal static IEnumerable<ReadFile> Of(Installation installation) =>
        Units(installation)
            .Concat(installation.Components.SelectMany(component => Named(installation.Capture, component)))
            .Concat(installation.Closure.Select(OfClosure))
            .Append(Admin(installation))
            .OfType<ReadFile>()
            .DistinctBy(file => file.File);

    private static IEnumerable<ReadFile?> Units(Installation installation) =>
        from component in installation.Components
        from file in component.DropIns.Select(dropIn => dropIn.File).Prepend(component.Unit.File)
        select New(file, FileForm.Unit, component.UnitName);

    private static IEnumerable<ReadFile?> Named(HostCapture capture, Component component) =>
        from flag in component.Flags
        let form = FormOf(flag.Name)
        where form is not null && flag.Text.StartsWith('/')
        select New(capture.Open(HostPath.Resolve("/", flag.Text)), form.Value, ComponentNames.Program(component.Kind));

    // kubectl accepts an empty file, and one without clusters.
    private static ReadFile? Admin(Installation installation)
    {
        if (installation.Components.IsEmpty || installation.Capture.Open(Installation.AdminKubeconfig) is not { } content)
            return null;
        var isRead = content.Text.Trim().Length > 0
            && (Content.Mapping(content) is not { } root || root.Find("clusters") is SequenceNode { Items.IsEmpty: false });
        return isRead ? New(content, FileForm.Kubeconfig, "kubectl") : null;
    }

    // Files that a unit or a configuration names in turn.
    private static ReadFile? OfClosure(ClosureEntry entry) => entry.Role switch
    {
        FileRole.Flags => New(entry.Content, FileForm.Flags, entry.Unit ?? ""),
        FileRole.ControlPlaneKubeconfig or FileRole.NodeKubeconfig => New(entry.Content, FileForm.Kubeconfig, entry.Unit ?? ""),
        FileRole.ComponentConfig => New(entry.Content, FileForm.Configuration, entry.Unit ?? ""),
        _ when entry.IsFollowed => New(entry.Content, FileForm.Configuration, entry.Unit ?? ""),
        _ when entry.NamedBy.EndsWith("kubeConfigFile", StringComparison.Ordinal) => New(entry.Content, FileForm.Kubeconfig, entry.Unit ?? ""),
        _ => null,
    };

    private static FileForm? FormOf(string flag) => flag switch
    {
        _ when PathFlags.NamesYaml(flag) => FileForm.Configuration,
        _ when PathFlags.NamesKubeconfig(flag) || PathFlags.NamesWebhook(flag) => FileForm.Kubeconfig,
        _ => null,
    };

    private static ReadFile? New(SourceFile? content, FileForm form, string reader) =>
        content is null ? null : new ReadFile(content, form, reader);
}
