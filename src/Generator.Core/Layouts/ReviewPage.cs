using System.Collections.Immutable;
using Generator.Core.Artefacts;
using Generator.Core.Ordering;
using Generator.Core.Planning;
using Generator.Core.Templating;

namespace Generator.Core.Layouts;

/// <summary>README.md of <c>out/</c>: what goes where, and in which order.</summary>
internal static class ReviewPage
{
    /// <summary>What the template sees.</summary>
    internal sealed record View(
        string Cluster,
        string Kubernetes,
        string Client,
        string Source,
        ImmutableArray<HostView> Hosts,
        ImmutableArray<StepView> Steps,
        ImmutableArray<string> LeftBehind,
        ImmutableArray<string> Unknown);

    /// <summary>One host.</summary>
    internal sealed record HostView(string Name, string Address, string Roles, ImmutableArray<GroupView> Groups);

    /// <summary>The files of one class.</summary>
    internal sealed record GroupView(string Title, ImmutableArray<FileView> Files);

    /// <summary>One file.</summary>
    internal sealed record FileView(string Path, string Effect);

    /// <summary>One step.</summary>
    internal sealed record StepView(int Number, string Title, ImmutableArray<string> Actions, ImmutableArray<string> Gates);

    internal static string Of(Rollout rollout)
    {
        var plan = rollout.Set.Artefacts.Plan;
        return Templates.Render("README.md", new View(
            plan.Name,
            plan.Kubernetes.ToString(),
            plan.Client.ToString(),
            plan.Source.Name,
            [.. plan.Hosts.Select(host => HostOf(host, rollout.Set.Artefacts.Of(host)))],
            [.. rollout.Steps.Select(StepOf)],
            [.. rollout.Set.Endpoints.Where(endpoint => endpoint.IsLeftBehind).Select(endpoint => $"{endpoint.Host}: {endpoint.Path} names {endpoint.Server}")],
            [.. plan.Hosts.SelectMany(host => host.Unknown).Distinct().Order(StringComparer.Ordinal).Select(Code)]));
    }

    private static HostView HostOf(HostPlan host, IEnumerable<Artefact> artefacts) => new(
        host.Name,
        host.Address.Text,
        string.Join(", ", RoleName.Of(host.Roles)),
        [
            .. artefacts
                .Where(artefact => artefact.Class is not FileClass.Directory)
                .GroupBy(artefact => artefact.Class)
                .OrderBy(same => Rank(same.Key))
                .Select(same => new GroupView(Title(same.Key), [.. same.Select(FileOf)])),
        ]);

    // What a reviewer has to read comes first.
    private static int Rank(FileClass kind) => kind switch
    {
        FileClass.Rendered => 0,
        FileClass.Patched => 1,
        FileClass.Edited => 2,
        FileClass.Secret => 3,
        FileClass.Identical => 4,
        FileClass.Link => 5,
        _ => 6,
    };

    private static string Title(FileClass kind) => kind switch
    {
        FileClass.Rendered => "Written by haplane",
        FileClass.Patched => "Patched: the whole new file is in hosts/, the difference in diffs/",
        FileClass.Edited => "Edited in place: only the lines in diffs/ change, the secrets stay on the host",
        FileClass.Secret => "Secret: streamed from the source, never stored on the way",
        FileClass.Identical => "Identical: copied from the source, digest proved on arrival",
        FileClass.Link => "Links",
        _ => "Never copied: one host's identity or state. An identity that equals the source's was left by an earlier copy: it is taken away, with a backup",
    };

    private static FileView FileOf(Artefact artefact) => new(
        artefact.Path,
        artefact.Units.IsEmpty || artefact.Class == FileClass.NeverCopied
            ? artefact.Note
            : string.Join(", ", artefact.Units.Select(unit => $"{Restart.Of(unit, artefact.Path)} {unit}")));

    // Any path can stand on a host; in Markdown a backtick would end the code and a bar a cell.
    private static string Code(string path) =>
        path.Any(c => c is '`' or '|' or '<' or '>' or '\\') ? $"`{string.Concat(path.Select(c => c is '`' or '|' or '<' or '>' or '\\' ? '?' : c))}` (with characters that cannot be shown here)" : $"`{path}`";

    private static StepView StepOf(RolloutStep step) => new(
        step.Number,
        step.Title,
        [.. step.Actions.Select(StepSentence.Of)],
        [.. step.Gates.Select(StepSentence.Of)]);
}
