using Generator.Core.Capturing.Captures;

namespace Generator.Cli.Capturing;

/// <summary>The result of reading one host.</summary>
/// <param name="Reached">How it was reached; null if it was not read over ssh.</param>
/// <param name="Report">Its report; null if reading failed.</param>
/// <param name="IsWhole">Whether no part of it was refused.</param>
internal sealed record CaptureSource(CaptureTarget Target, ReachedHost? Reached, HostReport? Report, bool IsWhole)
{
    /// <summary>The host by the name of its folder: the topology's name for it, else its own; null if nothing was read.</summary>
    internal CapturedHost? Named(IReadOnlyCollection<DeclaredHost> declared) =>
        Report is null ? null : new CapturedHost(FolderOf(Report, declared), Reached, Report);

    private string FolderOf(HostReport report, IReadOnlyCollection<DeclaredHost> declared) =>
        Target.Folder
        ?? declared.FirstOrDefault(host => host.Way.Name == report.Name.Text)?.Way.Name
        ?? declared.FirstOrDefault(host => report.Addresses.Contains(host.Address))?.Way.Name
        ?? report.Name.Text;
}
