using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Output.Layouts;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Verifying;

namespace Generator.Core;

/// <summary>The table of contents of a verification: every pass from a reviewed output to the judged answers of its hosts.</summary>
public static class Verify
{
    /// <summary>The path of the program that reads a host, in prepared files.</summary>
    public const string Reader = "bin/capture.sh";

    /// <summary>Reads an output.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    public static Outcome<Delivery> Read(FileTree tree) => DeliveryReader.Read(tree);

    /// <summary>The files of an output with the engine of this release and the program that reads a host, which is not part of an output.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    /// <param name="reader">The program.</param>
    public static FileTree Prepared(FileTree tree, string reader)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var files = tree.Files.Remove(Checksums.Name)
            .SetItems(ShippedShell.All.Select(program => KeyValuePair.Create(program.Path, program.File)))
            .SetItem(Reader, new TreeFile(Encoding.UTF8.GetBytes(reader), IsExecutable: true));
        return new FileTree(files.Add(Checksums.Name, new TreeFile(Checksums.Of(files), IsExecutable: false)));
    }

    /// <summary>What a host is asked: lines for the command <c>verify</c> of its engine.</summary>
    public static ReadOnlyMemory<byte> Questions(Delivery delivery, string host) => Verifying.Questions.Of(delivery).For(host);

    /// <summary>Judges what the hosts answered.</summary>
    /// <param name="delivery">The output.</param>
    /// <param name="hosts">The hosts, in the order of the output.</param>
    /// <param name="originals">The captures that the output was built from; none where they are not at hand.</param>
    /// <param name="now">The time (UTC).</param>
    public static Verification Judge(Delivery delivery, ImmutableArray<LiveHost> hosts, ImmutableArray<SourceFile> originals, DateTimeOffset now) =>
        Verifier.Of(delivery, hosts, originals, now);
}
