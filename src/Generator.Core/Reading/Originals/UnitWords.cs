using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// The files of the site in the arguments of a unit's other commands, such as a script that a shell runs, and in the variables of its service.
/// </summary>
internal static partial class UnitWords
{
    private static readonly string[] BeforeTheStart = ["ExecCondition", "ExecStartPre"];

    // Every host has programs of the distribution, and nothing of what is written while it runs.
    private static readonly string[] OfEveryHost =
    [
        "/bin/", "/sbin/", "/lib/", "/lib64/", "/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/lib64/", "/usr/libexec/", "/usr/share/", "/dev/",
        "/proc/", "/sys/", "/run/", "/tmp/", "/var/run/", "/var/tmp/", "/var/log/", "/var/lock/", "/boot/",
    ];

    private static readonly FrozenSet<string> OfTheHost = new[]
    {
        "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/machine-id", "/etc/os-release", "/etc/environment", "/etc/passwd", "/etc/group",
        "/etc/shadow", "/etc/fstab", "/etc/nsswitch.conf", "/etc/localtime", "/etc/sysctl.conf", "/etc/mtab", "/etc/profile",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Interpreters =
        new[] { "sh", "bash", "dash", "ksh", "zsh", "python", "python2", "python3", "perl", "ruby" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a file is the site's own, and no program of the distribution, device, log or setting of one host.</summary>
    internal static bool IsOfTheSite(string path) =>
        path is ['/', _, ..] && !OfTheHost.Contains(path) && !OfEveryHost.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>The files of the site that exist there, and the scripts that must be there before the start.</summary>
    internal static IEnumerable<UnitNeed> Of(HostCapture capture, Component component) =>
        [.. InCommands(capture, component), .. Scripts(capture, component), .. InEnvironment(capture, component)];

    private static IEnumerable<UnitNeed> InCommands(HostCapture capture, Component component) =>
        from entry in UnitNeeds.OtherCommands.SelectMany(key => component.Unit.All("Service", key))
        from word in WordsOf(capture, component, entry).Skip(1)
        from path in PathsIn(capture, word.Text)
        select new UnitNeed(path, FileRole.Plain, entry.Key, word.Place ?? entry.At, IsRequired: false);

    // systemd does not start a service after a command that fails, unless a hyphen is in front of it.
    private static IEnumerable<UnitNeed> Scripts(HostCapture capture, Component component) =>
        from entry in BeforeTheStart.SelectMany(key => component.Unit.All("Service", key))
        let words = WordsOf(capture, component, entry).ToArray()
        where words.Length > 1
        let program = words[0].Text.TrimStart('@', ':', '+', '!')
        where program is not ['-', ..] && Interpreters.Contains(HostPath.NameOf(program))
        let script = words.Skip(1).FirstOrDefault(word => word.Text is not ['-', ..])
        where script is not null
        let path = script.Text.Trim().Split([' ', '\t', ';'], 2)[0]
        where IsOfTheSite(path) && !path.Contains('$', StringComparison.Ordinal)
        select new UnitNeed(HostPath.Resolve("/", path), FileRole.Plain, entry.Key, script.Place ?? entry.At, IsRequired: true);

    // A program reads such a file without a flag that names it, as Go reads SSL_CERT_FILE.
    private static IEnumerable<UnitNeed> InEnvironment(HostCapture capture, Component component) =>
        from value in Values(capture, component)
        from path in PathsIn(capture, value.Text)
        where value.Text == path
        select new UnitNeed(path, FileRole.Plain, value.Name, value.At, IsRequired: false);

    private static IEnumerable<(string Name, string Text, Location At)> Values(HostCapture capture, Component component)
    {
        foreach (var entry in component.Unit.All("Service", "Environment"))
        {
            foreach (var word in WordsOf(capture, component, entry))
            {
                if (word.Text.Split('=', 2) is [var name, var value])
                    yield return (name, value, word.Place ?? entry.At);
            }
        }

        foreach (var file in component.Command.EnvironmentFiles.Select(file => capture.Open(file.Path)).OfType<SourceFile>())
        {
            foreach (var assignment in EnvironmentFile.Parse(file).Assignments)
                yield return (assignment.Name, assignment.Value.Text, assignment.Value.Place ?? assignment.At);
        }
    }

    private static IEnumerable<MappedText> WordsOf(HostCapture capture, Component component, UnitEntry entry) =>
        Words.OfExec(entry.Value).Select(word => component.SpecifiersOn(capture.Host).Apply(word.Text));

    private static IEnumerable<string> PathsIn(HostCapture capture, string text) =>
        from match in Path.Matches(text)
        let path = HostPath.Resolve("/", match.Value)
        where IsOfTheSite(path) && capture.Seen(capture.Real(path)) is { Type: EntryType.File }
        select path;

    // A redirection writes the file that it names.
    [GeneratedRegex(@"(?<![\w./$}~>-])(?<!>[ \t])/[^\s""'`;|&<>(),=:$]+")]
    private static partial Regex Path { get; }
}
