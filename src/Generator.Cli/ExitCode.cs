namespace Generator.Cli;

/// <summary>What the program's end means, for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Everything is as it should be.</summary>
    internal const int Fine = 0;

    /// <summary>The input has errors; nothing was written.</summary>
    internal const int InputErrors = 1;

    /// <summary>What is there differs from what would be built.</summary>
    internal const int Differences = 2;

    /// <summary>The call makes no sense, or a path cannot be read or written (EX_USAGE of sysexits.h).</summary>
    internal const int Misuse = 64;

    /// <summary>A fault of this program (EX_SOFTWARE of sysexits.h).</summary>
    internal const int Internal = 70;
}
