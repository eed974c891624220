using Generator.Core.Artefacts;
using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Audits;

/// <summary>AUD005.</summary>
internal static class UnwritableField
{
    internal static readonly Audit Audit = new(
        "AUD005",
        "a path or line that a plan cannot hold",
        "a plan is read line by line and field by field; rename the file, or take tabs and control characters out of the line",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        set.Artefacts.All.Where(artefact => !IsWritable(artefact)).Select(artefact => (artefact.At, $"{Quoted.Text(artefact.Path)} for {artefact.Host} cannot be written to a plan"));

    private static bool IsWritable(Artefact artefact) =>
        AbsolutePath.TryParse(artefact.Path, out _)
        && (artefact.Target is null || CapturedPath.TryParse(artefact.Target, out _) || !artefact.Target.Any(char.IsControl))
        && artefact.Edits.All(edit => !edit.Old.Any(char.IsControl) && !edit.New.Any(char.IsControl));
}
