namespace Generator.Cli.Applying;

/// <summary>The commands that are ever sent to a host: constants. What they work on comes on stdin, and nothing of it becomes a command.</summary>
internal static class RemoteCommand
{
    private const string Incoming = "/var/lib/haplane/incoming";

    /// <summary>What a host says that was reached, and on which root could be become.</summary>
    internal const string Here = "here";

    /// <summary>
    /// Says so, and has questions answered until no more come: each is a line with the length of an archive and a word, then the archive. An
    /// engine in memory answers, and is gone again: a host that is only asked is not written to. After the lines of the answer comes one with
    /// the word and the engine's code; then what it said on stderr, and the word again. A limit for idle shells (bash(1), TMOUT) is not for this one.
    /// </summary>
    internal const string Converse = $"umask 077; unset TMOUT; echo {Here}; while read -r size word; do d=$(mktemp -d /run/haplane-glance.XXXXXX) && trap \"rm -rf $d\" EXIT && head -c $size | tar -C $d --no-same-owner -xf - || exit 70; bash $d/bin/host-engine.sh - <$d/request 2>$d/faults; code=$?; mapfile -t faults <$d/faults; rm -rf $d; printf \"%s\\n\" \"$word $code\" \"${{faults[@]}}\" \"$word\"; done";

    /// <summary>The engine that lies there: words up to an empty line, then what the command reads.</summary>
    internal const string Engine = $"exec bash {Incoming}/bin/host-engine.sh -";

    /// <summary>What a host gets lies where its engine is called from.</summary>
    internal const string Bring = $"umask 077; rm -rf {Incoming} && mkdir -p {Incoming} && tar -C {Incoming} --no-same-owner -xf -";

    /// <summary>The lock of a rollout. Whoever is gone for a minute is gone.</summary>
    internal const string Hold = "mkdir -p /run/haplane; exec 9>>/run/haplane/rollout; if ! flock -n 9; then cat /run/haplane/rollout.holder; exit 75; fi; IFS= read -r who; printf \"%s since %s\\n\" \"$who\" \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" >/run/haplane/rollout.holder; echo held; while read -r -t 60 who; do :; done";

    /// <summary>A command as root, whoever logs in.</summary>
    internal static string AsRoot(string command) => $"if [ \"${{EUID:-$(id -u)}}\" -eq 0 ]; then exec bash -c '{command}'; else exec sudo -n bash -c '{command}'; fi";
}
