namespace Generator.Core.Layouts;

/// <summary>A command for a person at a console, and what it should print.</summary>
/// <param name="Subject">The host that it is for; in the command and in what is expected, <c>$h</c> stands for it.</param>
/// <param name="Command">The command, in the words of the page: <c>on HOST COMMAND</c> and the like.</param>
/// <param name="Expect">What it should print, for people; empty where nothing has to be said.</param>
internal sealed record ConsoleLine(string Subject, string Command, string Expect = "")
{
    private const string Placeholder = "$h";
    private const int MostNames = 8;

    /// <summary>Lines that differ in nothing but the host, as one; in the order of the first of them.</summary>
    internal static IEnumerable<ConsoleLine> Together(IEnumerable<ConsoleLine> lines, int step) =>
        lines.GroupBy(line => (line.Command, line.Expect)).Select(same => Together(same.Key.Command, same.Key.Expect, [.. same.Select(line => line.Subject).Distinct()], step));

    /// <summary>The line with its expectation behind it.</summary>
    public override string ToString() => Expect.Length == 0 ? Command : $"{Command}   # {Expect}";

    private static ConsoleLine Together(string command, string expect, string[] subjects, int step)
    {
        var names = subjects.Length <= MostNames ? string.Join(' ', subjects) : FormattableString.Invariant($"$(hosts {step})");
        var whole = !command.Contains(Placeholder, StringComparison.Ordinal) ? command
            : subjects is [var only] ? command.Replace(Placeholder, only, StringComparison.Ordinal)
            : $"for h in {names}; do {command}; done";
        return new ConsoleLine("", whole, expect.Replace(Placeholder, Spoken(subjects), StringComparison.Ordinal));
    }

    private static string Spoken(string[] subjects) =>
        subjects.Length <= MostNames ? string.Join(", ", subjects) : FormattableString.Invariant($"{subjects[0]} to {subjects[^1]} ({subjects.Length})");
}
