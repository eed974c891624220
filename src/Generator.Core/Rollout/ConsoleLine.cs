namespace Generator.Core.Rollout;

/// <summary>A command for a person at a console, and what it should print.</summary>
/// <param name="Subject">The host that it is for; in the command and in what is expected, <c>$h</c> is replaced by it.</param>
/// <param name="Command">The command, in the words of the page: <c>on HOST COMMAND</c> and the like.</param>
/// <param name="Expect">What it should print, for people; empty where nothing has to be said.</param>
/// <param name="Value">What <c>$v</c> in the command is replaced by: lines that differ in it alone are joined.</param>
/// <param name="Between">What is written between joined values.</param>
internal sealed record ConsoleLine(string Subject, string Command, string Expect = "", string Value = "", string Between = " ")
{
    private const string Placeholder = "$h";
    private const string ValuePlaceholder = "$v";
    private const int MostNames = 8;

    /// <summary>Lines that differ in nothing but the host or the value, as one; in the order of the first of them.</summary>
    internal static IEnumerable<ConsoleLine> Together(IEnumerable<ConsoleLine> lines, int step) =>
        lines.GroupBy(line => (line.Subject, line.Command, line.Expect, line.Between)).Select(WithValues)
            .GroupBy(line => (line.Command, line.Expect))
            .Select(same => Together(same.Key.Command, same.Key.Expect, [.. same.Select(line => line.Subject).Distinct()], step));

    /// <summary>The line with its expectation behind it.</summary>
    public override string ToString() => Expect.Length == 0 ? Command : $"{Command}   # {Expect}";

    private static ConsoleLine WithValues(IEnumerable<ConsoleLine> same)
    {
        var lines = same.ToArray();
        var values = string.Join(lines[0].Between, lines.Select(line => line.Value).Distinct());
        return lines[0] with { Command = lines[0].Command.Replace(ValuePlaceholder, values, StringComparison.Ordinal) };
    }

    private static ConsoleLine Together(string command, string expect, string[] subjects, int step)
    {
        var names = subjects.Length <= MostNames ? string.Join(' ', subjects) : FormattableString.Invariant($"$(hosts {step})");
        var whole = !command.Contains(Placeholder, StringComparison.Ordinal) ? command
            : subjects is [var only] ? command.Replace(Placeholder, only, StringComparison.Ordinal)
            : $"for h in {names}; do {command}; done";
        return new ConsoleLine("", whole, expect.Replace(Placeholder, Spoken(subjects), StringComparison.Ordinal));
    }

    private static string Spoken(string[] subjects) =>
        subjects.Length <= MostNames
            ? string.Join(", ", subjects)
            : FormattableString.Invariant($"{subjects[0]} to {subjects[^1]} ({subjects.Length})");
}
