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
        "fact\ton-disk\t{0} 0644 root:root - /a", "fact\ton-disk\tsame {0} root:root - /a", "fact\ton-disk\tsame 0644 {0} - /a",
        "fact\ton-disk\tsame 0644 root:root {0} /a", "fact\ton-disk\tsame 0644 root:root - {0}", "fact\truns\ta.service {0} enabled current 0",
        "fact\truns\ta.service running {0} current 0", "fact\truns\ta.service running enabled {0} 0",
        "fact\truns\ta.service running enabled current {0}", "fact\tarchive\t={0}", "fact\tanswers\t{0}$ 200 -", "fact\tanswers\tm.0 {0} -",
        "fact\tanswers\tm.0 200 {0}", "fact\tconnects\t{0} yes", "fact\tconnects\t10.0.0.1:6443 {0}", "fact\tconnects\t10.0.0.1:{0}: yes",
        "fact\tnode\tn1 {0} - -", "fact\tnode\tn1 True {0} -", "fact\tnode\tn1 True - {0}", "fact\tlease\t{0} m1 0 -",
        "fact\tlease\tkube-scheduler m1 {0} -", "fact\tlease\tkube-scheduler m1 0 {0}", "fact\tlease\tkube-scheduler m1;{0} 0 -",
        "fact\tendpoint\t{0}", "fact\tetcd-status\t{0} 1 yes 0 -", "fact\tetcd-status\thttps://a:1 1 {0} 0 -",
        "fact\tetcd-status\thttps://a:1 1 yes {0} -", "fact\tetcd-status\thttps://a:1 1 yes 0 {0}", "fact\tetcd-member\t1 a;{0} yes -",
        "fact\tetcd-member\t1 a {0} -", "fact\tetcd-member\t1 a yes {0}", "fact\tetcd-member\t1 a yes https://a:1,{0}", "fact\tetcd-alarm\t1 {0}",
        "fact\tetcd-silent\t{0}", "fact\ttoken\t{0} yes csr", "fact\ttoken\t/a {0} csr", "fact\ttoken\t/a yes {0}", "fact\tpeer\t{0} 6443",
        "fact\tpeer\t10.0.0.1 {0}",
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
            .Append($"fact\tarchive\t{new string('A', 3001)}")
            .Append($"fact\truns\t{new string('a', 320)} running enabled current 0")
            .Append($"fact\tlease\tkube-scheduler {new string('a', 400)} 0 -")
            .Append($"fact\tconnects\t{new string('a', 260)}:1 yes")
            .Append($"fact\tanswers\t{new string('a', 65)} 200 -")
            .Append($"fact\ton-disk\tsame 0644 root:root - /{new string('a', 4000)}")
        .Append("fact\tchange\t1 a b").Append($"fact\tchange\t1 {new string('a', 65)}").Append("fact\tchange\t1 $(id)")
        .Where(line => line.Trim().Length > 0);
}
