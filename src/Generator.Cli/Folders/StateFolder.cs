namespace Generator.Cli.Folders;

/// <summary>Where journals of runs are kept: <c>$XDG_STATE_HOME/haplane</c>, or <c>~/.local/state/haplane</c>, as the XDG base directories say.</summary>
internal static class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Its path.</summary>
    /// <exception cref="MisuseException">The environment names no home.</exception>
    internal static string Find() =>
        Absolute("XDG_STATE_HOME") is { } state ? Path.Combine(state, "haplane")
        : Absolute("HOME") is { } home ? Path.Combine(home, ".local", "state", "haplane")
        : throw new MisuseException("there is no folder for the journal: set HOME or XDG_STATE_HOME");

    /// <summary>Makes it where it is not there.</summary>
    /// <exception cref="MisuseException">It cannot be made.</exception>
    internal static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MisuseException($"{folder} cannot be made: set XDG_STATE_HOME to a folder that you may write");
        }
    }

    // A relative path has to be ignored, the specification says.
    private static string? Absolute(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && Path.IsPathFullyQualified(value) ? Path.GetFullPath(value) : null;
}
