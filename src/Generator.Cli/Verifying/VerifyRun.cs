using System.Collections.Immutable;
using Generator.Cli.Applying;
using Generator.Cli.Archives;
using Generator.Cli.Capturing;
using Generator.Cli.Events;
using Generator.Cli.Folders;
using Generator.Cli.Ssh;
using Generator.Core;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Verifying;

namespace Generator.Cli.Verifying;

/// <summary>Asks every host of an output what it has, and judges the answers. Nothing is written on a host.</summary>
internal sealed class VerifyRun(VerifyOptions options, TextWriter output, TextWriter error)
{
    private const string SshConfig = "ssh_config";

    /// <returns>The exit code.</returns>
    /// <exception cref="MisuseException">There is no such output.</exception>
    internal async Task<int> Run()
    {
        if (!File.Exists(options.Folder))
            return await Run(options.Folder, Originals());
        using var bundle = UnpackedBundle.Of(options.Folder, error, options.Signers);
        return bundle is null ? ExitCode.InputErrors : await Run(bundle.Result, []);
    }

    private async Task<int> Run(string path, ImmutableArray<SourceFile> originals)
    {
        using var folder = RunFolder.At(path);
        var read = Verify.Read(folder.Tree);
        if (read.Result is not { } delivery)
        {
            Report.Write(read.Findings, $"{options.Folder.TrimEnd('/')}/", error);
            error.WriteLine("refused: the output is not whole, so no host was asked");
            return ExitCode.InputErrors;
        }

        if (!options.AcceptsForeign && ForeignFiles.Of(folder.Tree).Contains(SshConfig))
        {
            error.WriteLine($"refused: {SshConfig} is not as this release of haplane writes it. Build again, or pass --accept-foreign.");
            return ExitCode.InputErrors;
        }

        using var interruption = new Interruption(() => { });
        var ssh = SshClient.For(options.Ssh, folder.Settings.Path);
        using var slots = new HandshakeSlots(ssh);
        using var calls = new HostCalls(folder with { Tree = Verify.Prepared(folder.Tree, ReaderProgram.WithNewKey()) }, ssh, slots);
        var hosts = new LiveHosts(delivery, calls, new AnsweredHosts(error, delivery.Hosts.Length), interruption.Stop);
        return await Run(hosts, originals, interruption.Stop);
    }

    private async Task<int> Run(LiveHosts hosts, ImmutableArray<SourceFile> originals, CancellationToken stop)
    {
        var report = new VerifyReport(options, output);
        var code = ExitCode.InputErrors;
        try
        {
            do
            {
                var verification = Verify.Judge(hosts.Delivery, await hosts.Ask(), originals, DateTimeOffset.UtcNow);
                report.Write(verification);
                code = CodeOf(verification);
                if (options.Every is { } pause)
                    await Task.Delay(pause, stop);
            }
            while (options.Every is not null);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error.WriteLine("haplane: stopped; nothing was changed on any host");
        }

        return code;
    }

    // What could not be asked may hide anything, so it counts more than a difference.
    private static int CodeOf(Verification verification) =>
        verification.IsIncomplete ? ExitCode.ManualAction : verification.Differs ? ExitCode.Differences : ExitCode.Fine;

    // The captures are next to the output, in the folder that was built.
    private ImmutableArray<SourceFile> Originals()
    {
        var parent = Path.GetDirectoryName(Path.GetFullPath(options.Folder)) ?? "/";
        return File.Exists(Path.Combine(parent, "topology.yaml")) ? InputFolder.At(parent).Read().Originals : [];
    }
}
