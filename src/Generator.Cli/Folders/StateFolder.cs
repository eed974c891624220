namespace Generator.Cli.Folders;

/// <summary>The folder of journals: <c>$XDG_STATE_HOME/haplane</c>, or <c>~/.local/state/haplane</c> (XDG base directories).</summary>
internal static class StateFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="MisuseException">The environment does not name a home folder.</exception>
    internal static string Find() =>
        Absolute("XDG_STATE_HOME") is { } state ? Path.Combine(state, "haplane")
        : Absolute("HOME") is { } home ? Path.Combine(home, ".local", "state", "haplane")
        : throw new MisuseException("there is no folder for the journal: set HOME or XDG_STATE_HOME");

    /// <summary>Creates it if it does not exist.</summary>
    /// <exception cref="MisuseException">It cannot be created.</exception>
    internal static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MisuseException($"{folder} cannot be created: set XDG_STATE_HOME to a writable folder");
        }
    }

    // The specification requires that a relative path is ignored.
    private static string? Absolute(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && Path.IsPathFullyQualified(value) ? Path.GetFullPath(value) : null;
}
