using Generator.Cli.Folders;

namespace Generator.Cli.Signatures;

/// <summary>The signers that this machine accepts, from an ssh allowed-signers file. It did not arrive with the bundle.</summary>
/// <param name="File">The file, for messages.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record AllowedSigners(string File, ReadOnlyMemory<byte> Content)
{
    /// <summary>The file that an administrator may put on this machine.</summary>
    internal const string OfMachine = "/etc/haplane/signers";

    private const int MostMebibytes = 1;

    /// <summary>The signers in the file of <c>--signers</c>, otherwise those of this machine; null where none are configured.</summary>
    /// <param name="option">The value of the option; null where it was not passed.</param>
    /// <param name="ofMachine">The file of this machine.</param>
    /// <exception cref="MisuseException">The file is missing, or not a regular file.</exception>
    internal static AllowedSigners? Find(string? option, string ofMachine = OfMachine)
    {
        var file = option ?? (Path.Exists(ofMachine) ? ofMachine : null);
        if (file is null)
            return null;
        return Path.Exists(file)
            ? new AllowedSigners(file, RegularFile.Read(file, MostMebibytes))
            : throw new MisuseException($"there is no file {file}");
    }
}
