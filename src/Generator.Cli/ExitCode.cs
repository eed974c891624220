namespace Generator.Cli;

/// <summary>Exit codes, for scripts.</summary>
internal static class ExitCode
{
    internal const int Fine = 0;

    /// <summary>The input has errors and nothing was written; or a rollout was refused and no host was changed.</summary>
    internal const int InputErrors = 1;

    /// <summary>The folder differs from what a build would write, or the hosts differ from the output.</summary>
    internal const int Differences = 2;

    /// <summary>A host failed, and all changes of the current step were rolled back.</summary>
    internal const int RolledBack = 3;

    /// <summary>Manual action is required; the output says what to do.</summary>
    internal const int ManualAction = 4;

    /// <summary>The command line is wrong, or a path cannot be read or written (EX_USAGE of sysexits.h).</summary>
    internal const int Misuse = 64;

    /// <summary>An internal error of this program (EX_SOFTWARE of sysexits.h).</summary>
    internal const int Internal = 70;

    /// <summary>Another rollout is running (EX_TEMPFAIL).</summary>
    internal const int Busy = 75;

    /// <summary>The code of a command for several folders: errors are worse than an output that is stale.</summary>
    internal static int Worst(IEnumerable<int> codes) => codes.Aggregate(Fine, (worst, code) => Gravity(code) > Gravity(worst) ? code : worst);

    private static int Gravity(int code) => code switch { Fine => 0, Differences => 1, InputErrors => 2, _ => 3 };
}
