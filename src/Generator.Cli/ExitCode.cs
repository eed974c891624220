namespace Generator.Cli;

/// <summary>What the program's end means, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Everything is as it should be.</summary>
    internal const int Fine = 0;

    /// <summary>The input has errors, and nothing was written; or a rollout was refused, and no host was changed.</summary>
    internal const int InputErrors = 1;

    /// <summary>What is there differs from what would be built, or from what is wanted on the hosts.</summary>
    internal const int Differences = 2;

    /// <summary>A host failed, and everything that the step in hand had changed was put back.</summary>
    internal const int PutBack = 3;

    /// <summary>Something needs a person, and it was said what.</summary>
    internal const int NeedsAPerson = 4;

    /// <summary>The call makes no sense, or a path cannot be read or written (EX_USAGE of sysexits.h).</summary>
    internal const int Misuse = 64;

    /// <summary>A fault of this program (EX_SOFTWARE of sysexits.h).</summary>
    internal const int Internal = 70;

    /// <summary>Another rollout is running (EX_TEMPFAIL).</summary>
    internal const int Busy = 75;
}
