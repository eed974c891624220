namespace Generator.Core.Verifying.Checks;

/// <summary>Whether the captures next to the output can be read: without them no file that was only captured is compared.</summary>
internal static class Captures
{
    private const string Subject = "originals/";

    internal static readonly LiveCheck Check = new(Of);

    private static IEnumerable<Check> Of(Site site) => site.Unreadable is [var first, ..]
        ?
        [
            new Check("", CheckArea.File, Subject, CheckState.Unknown, $"captured files were not compared: {first.At}: {first.Code}: {first.Message}")
            {
                Advice = "haplane check shows every error of the captures; fix them and verify again",
            },
        ]
        : [];
}
