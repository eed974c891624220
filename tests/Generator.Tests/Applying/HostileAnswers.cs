namespace Generator.Tests.Applying;

/// <summary>What a hostile or merely odd host may answer with, in each field of each record.</summary>
internal static class HostileAnswers
{
    /// <summary>The host that was asked.</summary>
    internal const string Host = "k8s-node1";

    // Only of these may a field consist: they would run a command, forge a record, become an option, or reach a terminal.
    private static readonly string[] Fields =
    [
        "a[$(touch PWNED)]", "$(touch PWNED)", "`touch PWNED`", "BASH_VERSINFO[$(touch PWNED)]", "1;touch PWNED", "-oProxyCommand=touch PWNED",
        "--help",
        "x\ty", "\t", "", " ", "'", "\"", "\\", "../../etc/shadow", "/etc/../shadow", "/a//b", "*", "~root", "0x10", "1e3", "08 09", "-1",
        "99999999999999999999",
        "\u001b[2J", "\u001b]0;owned\u0007", "\u009b2J", "a\rb", "a\u0000b", "\u007f", "k8s-master1",
    ];

    // One good line of each kind, with the field that is replaced.
    private static readonly string[] Lines =
    [
        "event\t{0}\tgate\tok\t-\tdetail",
        $"event\t{Host}\t{{0}}\tok\t-\tdetail",
        $"event\t{Host}\tgate\t{{0}}\t-\tdetail",
        $"event\t{Host}\tgate\tok\t{{0}}\tdetail",
        "fact\t{0}\t1", "fact\tclock\t{0}", "fact\tsize\t{0}", "fact\tsize\t1 {0}", "fact\tnode-key\t{0}", "fact\tstarted\t{0}",
        "fact\tdelivered\t{0}", "fact\tswap\t{0}", "fact\tip-forward\t{0}", "fact\tbridge\t{0}", "fact\tlock\t{0}", "fact\tchannel\t{0}",
        "fact\tfile\t{0}", "fact\tkept\t{0}", "fact\tkept\t0001 - 2026-01-02T03:04:05Z {0};", "fact\tchange\tx{0}", "fact\tmessage\tx{0}",
        "path\t{0}", "{0}",
        "gate\t1\tall\talways\t{0}\ta\t0", "do\t1\tall\talways\tforget-node\ta\t{0}", "kubectl\t{0}",
    ];

    /// <summary>Every line, without its end; none of them is one that an engine writes.</summary>
    internal static IEnumerable<string> All =>
        Lines.SelectMany(line => Fields.Select(text => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, text)))
        .Append($"event\t{Host}\tgate\tok\t-\t\u001b[2J")
            .Append("text\t\u001b]0;owned\u0007")
            .Append($"event\t{Host}\tgate\tok\t-\ta\tb")
            .Append($"event\t{Host}\tgate\tok\t-")
        .Append("fact\tmessage\t1 \u001b[2J")
            .Append("fact\tmessage\t1 a\u009bb")
            .Append($"fact\tmessage\t1 {new string('a', 801)}")
            .Append("fact\tmessage\t1234567 a")
        .Append("fact\tchange\t1 a b").Append($"fact\tchange\t1 {new string('a', 65)}").Append("fact\tchange\t1 $(id)")
        .Where(line => line.Trim().Length > 0);
}
