using Generator.Core;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Cli.Folders;

/// <summary>The user's folder: a topology and, next to it, the originals.</summary>
/// <param name="TopologyName">The file name of the topology.</param>
internal sealed record InputFolder(string Folder, string TopologyName)
{
    /// <summary>The folder of the output, next to the topology.</summary>
    private const string OutputName = "out";

    private const string DefaultName = "topology.yaml";
    private const string Originals = "originals";

    // An original is a configuration file; a larger file was put there by mistake.
    private const int MostMebibytes = 32;

    /// <summary>The folder for a PATH of the command line: a folder, or a topology file.</summary>
    /// <exception cref="MisuseException">There is no topology there.</exception>
    internal static InputFolder At(string path)
    {
        if (File.Exists(path))
            return new InputFolder(Path.GetDirectoryName(path) ?? "", Path.GetFileName(path));
        if (!Directory.Exists(path))
            throw new MisuseException($"there is no file or folder {path}");
        if (!Path.Exists(Path.Combine(path, DefaultName)))
            throw new MisuseException($"there is no {DefaultName} in {path}; \"haplane init DIR\" writes a folder to start from");
        return new InputFolder(path, DefaultName);
    }

    /// <summary>Written before the paths in messages, so that a terminal can open them.</summary>
    internal string Prefix => Folder is "" or "." ? "" : Folder.TrimEnd('/') + "/";

    /// <summary>Reads the complete input of the compiler.</summary>
    /// <exception cref="MisuseException">A file is not regular, or an original is a link or far too large.</exception>
    internal InputSet Read()
    {
        var topology = new SourceFile(TopologyName, RegularFile.Read(Path.Combine(Folder, TopologyName)));
        return new InputSet(topology, [.. Files().Select(path => new SourceFile(Relative(path), Content(path)))]) { Signers = SignersOf(topology) };
    }

    /// <summary>
    /// The same with the output next to the topology, which records what the hosts have. Findings of that output name its files below
    /// <c>out/</c>, and without it there is no result.
    /// </summary>
    /// <exception cref="MisuseException">As for <see cref="Read"/>.</exception>
    internal Outcome<InputSet> ReadWithOutput()
    {
        var input = Read();
        return Result.ReadEarlier() is not { } earlier
            ? Outcome.Of(input, [])
            : (earlier with { Findings = [.. earlier.Findings.Select(finding => finding.Below($"{OutputName}/"))] })
                .Then(before => input with { Before = before });
    }

    /// <summary>The output next to the topology.</summary>
    internal OutDirectory Result => new(Path.Combine(Folder, OutputName));

    private SourceFile? SignersOf(SourceFile topology)
    {
        if (Compiler.SignersOf(topology) is not { } name)
            return null;
        var path = Path.Combine(Folder, name);
        return Path.Exists(path) ? new SourceFile(name, Content(path)) : null;
    }

    private IEnumerable<string> Files()
    {
        var folder = Path.Combine(Folder, Originals);
        RefuseLink(folder);
        if (File.Exists(folder))
            throw new MisuseException($"{folder} is not a folder; put a folder of captured files there, or remove it");
        return Directory.Exists(folder) ? FolderTree.Files(folder) : [];
    }

    private string Relative(string path) => Path.GetRelativePath(Folder is "" ? "." : Folder, path);

    private static byte[] Content(string path)
    {
        RefuseLink(path);
        return RegularFile.Read(path, MostMebibytes);
    }

    private static void RefuseLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            throw new MisuseException($"{path} is a link, but haplane reads only regular files, which a review can see");
    }
}
