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
        "A plan is read line by line and field by field; a tab or a newline in a field would make another record of it.",
        "a plan is read line by line and field by field; rename the file, or take tabs and control characters out of the line",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        set.Artefacts.All
            .Select(artefact => (artefact.At, Message: Fault(artefact)))
            .Where(found => found.Message.Length > 0);

    private static string Fault(Artefact artefact)
    {
        if (!AbsolutePath.TryParse(artefact.Path, out _) || artefact.Target?.Any(char.IsControl) == true)
            return $"the path {Quoted.Text(artefact.Path)} for {artefact.Host} has characters that no plan can hold";
        return artefact.Edits.Any(edit => edit.Old.Any(char.IsControl))
            ? $"the line of {artefact.Path} for {artefact.Host} that would change holds a tab or another control character"
            : "";
    }
}
