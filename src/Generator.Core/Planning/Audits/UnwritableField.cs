using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Planning.Audits;

internal static class UnwritableField
{
    internal static readonly Audit Audit = new(
        "AUD005",
        "a plan cannot hold a path or line",
        "A plan is read line by line and field by field. A tab or a newline in a field would turn it into another record.",
        "rename the file, or remove tabs and control characters from the line",
        Check);

    private static IEnumerable<(Location At, string Message)> Check(AuditedSet set) =>
        set.Artefacts.All
            .Select(artefact => (artefact.At, Message: Fault(artefact)))
            .Where(found => found.Message.Length > 0);

    private static string Fault(Artefact artefact)
    {
        if (!AbsolutePath.TryParse(artefact.Path, out _) || artefact.Target?.Any(char.IsControl) == true)
            return $"the path {Quoted.Text(artefact.Path)} for {artefact.Host} contains characters that a plan cannot hold";
        return artefact.Edits.Any(edit => edit.Old.Any(char.IsControl))
            ? $"the line of {artefact.Path} for {artefact.Host} that would change contains a tab or another control character"
            : "";
    }
}
