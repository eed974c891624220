using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>A path that a unit names.</summary>
/// <param name="NamedBy">The key of the unit.</param>
/// <param name="At">Where it is named.</param>
/// <param name="IsRequired">Whether the unit does not start without it.</param>
internal sealed record UnitNeed(string Path, FileRole Role, string NamedBy, Location At, bool IsRequired);

/// <summary>
/// The files that systemd itself needs to start a component, besides its program (systemd.exec(5), systemd.service(5), systemd.unit(5)).
/// </summary>
internal static class UnitNeeds
{
    /// <summary>The commands of a service besides the one that starts its program.</summary>
    internal static readonly string[] OtherCommands = ["ExecCondition", "ExecStartPre", "ExecStartPost", "ExecReload", "ExecStop", "ExecStopPost"];
    private static readonly string[] BeforeTheStart = ["ExecCondition", "ExecStartPre"];
    private static readonly string[] Outputs = ["StandardOutput", "StandardError"];
    private static readonly string[] Conditions =
    [
        "ConditionPathExists", "ConditionPathIsReadWrite", "ConditionFileNotEmpty", "ConditionFileIsExecutable",
        "AssertPathExists", "AssertPathIsReadWrite", "AssertFileNotEmpty", "AssertFileIsExecutable",
    ];

    private static readonly string[] CredentialKeys = ["LoadCredential", "LoadCredentialEncrypted"];

    private static readonly string[] FolderConditions =
        ["ConditionPathIsDirectory", "AssertPathIsDirectory", "ConditionDirectoryNotEmpty", "AssertDirectoryNotEmpty"];

    private static readonly string[] SharedFolders = ["", "/dev", "/run", "/tmp", "/var/lib", "/var/log", "/var/tmp"];

    // Every host already has programs of the distribution.
    private static readonly string[] OfTheDistribution = ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/lib/systemd", "/lib/systemd"];

    internal static IEnumerable<UnitNeed> Of(HostCapture capture, Component component) =>
    [
        .. Folders(capture, component), .. Commands(capture, component), .. Tests(capture, component), .. FolderTests(capture, component),
        .. Credentials(capture, component),
        .. UnitMounts.Of(capture, component), .. UnitWords.Of(capture, component),
    ];

    private static IEnumerable<UnitNeed> Folders(HostCapture capture, Component component)
    {
        foreach (var entry in component.Unit.All("Service", "WorkingDirectory"))
        {
            if (Value(capture, component, entry).TrimStart('-') is ['/', _, ..] folder)
                yield return new UnitNeed(HostPath.Resolve("/", folder), FileRole.Directory, entry.Key, PlaceOf(entry), IsRequired: false);
        }

        foreach (var entry in Outputs.SelectMany(key => component.Unit.All("Service", key)))
        {
            if (Value(capture, component, entry).Split(':', 2) is ["file" or "append" or "truncate", ['/', ..] file]
                && !SharedFolders.Contains(HostPath.FolderOf(file)))
                yield return new UnitNeed(
                    HostPath.FolderOf(HostPath.Resolve("/", file)), FileRole.Directory, entry.Key, PlaceOf(entry), IsRequired: false);
        }
    }

    private static IEnumerable<UnitNeed> Commands(HostCapture capture, Component component)
    {
        foreach (var entry in OtherCommands.SelectMany(key => component.Unit.All("Service", key)))
        {
            if (Words.OfExec(entry.Value) is not [var first, ..])
                continue;
            var written = component.SpecifiersOn(capture.Host).Apply(first.Text).Text;
            var program = written.TrimStart('@', '-', ':', '+', '!');
            var mayFail = written[..^program.Length].Contains('-', StringComparison.Ordinal);
            var isRequired =
                BeforeTheStart.Contains(entry.Key) && !mayFail && program.StartsWith('/') && !OfTheDistribution.Contains(HostPath.FolderOf(program));
            if (isRequired || capture.Seen(program) is not null)
                yield return new UnitNeed(program, FileRole.Plain, entry.Key, PlaceOf(entry), isRequired);
        }
    }

    // systemd does not start a unit whose condition is false, and reports no failure.
    private static IEnumerable<UnitNeed> Tests(HostCapture capture, Component component) =>
        from entry in Conditions.SelectMany(key => component.Unit.All("Unit", key))
        let path = Value(capture, component, entry).TrimStart('|')
        where path is ['/', _, ..] && capture.Seen(path) is { Type: Foundation.Values.EntryType.File }
        select new UnitNeed(path, FileRole.Plain, entry.Key, PlaceOf(entry), IsRequired: false);

    private static IEnumerable<UnitNeed> FolderTests(HostCapture capture, Component component) =>
        from entry in FolderConditions.SelectMany(key => component.Unit.All("Unit", key))
        let path = Value(capture, component, entry).TrimStart('|')
        where UnitWords.IsOfTheSite(path) && capture.Seen(capture.Real(path)) is { Type: Foundation.Values.EntryType.Dir }
        from need in entry.Key.EndsWith("NotEmpty", StringComparison.Ordinal)
            ? capture.Below(capture.Real(path)).Select(file => new UnitNeed(file.Path, FileRole.Plain, entry.Key, PlaceOf(entry), IsRequired: false))
            : [new UnitNeed(path, FileRole.Directory, entry.Key, PlaceOf(entry), IsRequired: false)]
        select need;

    // ID:PATH; a path without a folder is searched in systemd's folders of credentials (systemd.exec(5)).
    private static IEnumerable<UnitNeed> Credentials(HostCapture capture, Component component) =>
        from entry in CredentialKeys.SelectMany(key => component.Unit.All("Service", key))
        let path = Value(capture, component, entry).Split(':', 2) is [_, var written] ? written : ""
        where path is ['/', _, ..]
        // Only the host that encrypted a credential can decrypt it.
        let role = entry.Key == CredentialKeys[0] ? FileRole.Secret : FileRole.Identity
        select new UnitNeed(path, role, entry.Key, PlaceOf(entry), IsRequired: true);

    private static string Value(HostCapture capture, Component component, UnitEntry entry) =>
        component.SpecifiersOn(capture.Host).Apply(entry.Value).Text;

    private static Location PlaceOf(UnitEntry entry) => entry.Value.Place ?? entry.At;
}
