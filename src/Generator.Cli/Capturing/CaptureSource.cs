using Generator.Core.Captures;

namespace Generator.Cli.Capturing;

/// <summary>What was read of one host.</summary>
/// <param name="Target">The host that was asked.</param>
/// <param name="Reached">How it was reached; null where it was not asked over ssh.</param>
/// <param name="Report">What was read there; null where that failed.</param>
/// <param name="IsWhole">Whether nothing of it was refused.</param>
internal sealed record CaptureSource(CaptureTarget Target, ReachedHost? Reached, HostReport? Report, bool IsWhole)
{
    /// <summary>The host by the name of its folder: the topology's for it, else its own; null where nothing was read.</summary>
    /// <param name="declared">The hosts of the topology.</param>
    internal CapturedHost? Named(IReadOnlyCollection<DeclaredHost> declared) =>
        Report is null ? null : new CapturedHost(FolderOf(Report, declared), Reached, Report);

    private string FolderOf(HostReport report, IReadOnlyCollection<DeclaredHost> declared) =>
        Target.Folder
        ?? declared.FirstOrDefault(host => host.Way.Name == report.Name.Text)?.Way.Name
        ?? declared.FirstOrDefault(host => report.Addresses.Contains(host.Address))?.Way.Name
        ?? report.Name.Text;
}
