namespace Generator.Cli.Applying;

/// <summary>
/// The commands that are ever sent to a host: constants without a quote or an exclamation mark, so that every login shell passes them on as
/// they are. What they work on comes on stdin: first a word, which frames what they answer. The shell sends the same ones.
/// </summary>
internal static class RemoteCommand
{
    private const string Incoming = "/var/lib/haplane/incoming";

    /// <summary>Reads the word, and begins the answer. A limit for idle shells (bash(1), TMOUT) is not for these commands.</summary>
    internal const string Begin = "umask 077; unset TMOUT; IFS= read -r word; code=0; printf \"\\nhaplane-begin %s\\n\" \"$word\"; ";

    /// <summary>Ends it with how the command before has ended.</summary>
    internal const string End = "|| code=$?; printf \"\\nhaplane-end %s %s\\n\" \"$word\" \"$code\"";

    /// <summary>
    /// Has questions answered until no more come: each is a line with the length of an archive and a word, then the archive. An engine in
    /// memory answers, and is gone again: a host that is only asked is not written to. After an answer comes what it said on stderr, and a line
    /// that ends that.
    /// </summary>
    internal const string Converse = "while IFS=\" \" read -r size word; do printf \"\\nhaplane-begin %s\\n"
        + "\" \"$word\"; d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap \"rm -rf $d\" EXIT && head -c $size | tar -C $d --no-same-owner -xf - || "
        + "exit 70; code=0; /bin/bash $d/bin/host-engine.sh - <$d/request 2>$d/faults || code=$?; printf \"\\nhaplane-end %s %s\\n"
        + "\" \"$word\" \"$code\"; head -c 65536 $d/faults; rm -rf $d; printf \"\\nhaplane-done %s\\n\" \"$word\"; done";

    /// <summary>The engine on the host: words up to an empty line, then what the command reads.</summary>
    internal const string Engine = $"/bin/bash {Incoming}/bin/host-engine.sh - {End}";

    /// <summary>The same where an archive is all that follows the line that announces it: its reader proves it, and there is no end line.</summary>
    internal const string Send = $"exec /bin/bash {Incoming}/bin/host-engine.sh -";

    /// <summary>Unpacks the files of a host in the folder of its engine.</summary>
    internal const string Bring = $"rm -rf {Incoming} && mkdir -p {Incoming} && tar -C {Incoming} --no-same-owner -xf - {End}";

    /// <summary>The lock of a rollout. Its files belong to root alone; a holder that is silent for a minute is gone.</summary>
    internal const string Hold = "mkdir -p -m 700 /run/haplane && chmod 700 /run/haplane && touch /run/haplane/rollout && chmod 600 "
        + "/run/haplane/rollout* && exec 9>>/run/haplane/rollout && if flock -n 9; then IFS= read -r who; printf \"%s since %s\\n"
        + "\" \"$who\" \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" >/run/haplane/rollout.holder; printf \"fact\\tlock\\theld\\n"
        + "\"; while read -r -t 60 who; do :; done; else printf \"fact\\tlock\\tbusy\\n\"; sed \"s/^/text\\t/\" /run/haplane/rollout.holder; fi "
        + "" + End;

    private const string Root = "if [ $EUID -eq 0 ]; then exec /bin/bash -c \"$0\"; else exec sudo -n /bin/bash -c \"$0\"; fi";

    /// <summary>A command as root, for any user and any login shell.</summary>
    internal static string AsRoot(string command) => $"exec /bin/bash -c '{Root}' '{Begin}{command}'";
}
