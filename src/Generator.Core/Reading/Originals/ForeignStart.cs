using System.Text.RegularExpressions;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>A file that starts a component but is not a systemd unit, recognized by its content.</summary>
internal sealed partial record ForeignStart(string Kind, string Advice)
{
    private static readonly ForeignStart Supervisord = new(
        "a supervisord program", "write a systemd unit with the same flags on the host, switch over, and capture it again");
    private static readonly ForeignStart Upstart = new("an Upstart job", "haplane needs systemd; use a distribution with systemd");
    private static readonly ForeignStart Script = new("a shell script", "capture the files that it writes from the running host, not the script");
    private static readonly ForeignStart StaticPod = new(
        "a static pod", "kubeadm manages this cluster; add masters with kubeadm join --control-plane");

    /// <summary>The finding, as a sentence.</summary>
    internal string Sentence(string program) => $"{program} is started by {Kind}, not by a systemd unit";

    /// <summary>The kind of a file that names a component's program; null if it is a unit, or starts none.</summary>
    internal static ForeignStart? Of(SourceFile file, string program)
    {
        var text = file.Text;
        if (!Regex.IsMatch(text, $@"\b{Regex.Escape(program)}\b") || Content.IsServiceUnit(file))
            return null;
        if (SupervisordSection.IsMatch(text))
            return Supervisord;
        if (text.StartsWith("#!", StringComparison.Ordinal) || HereDocument.IsMatch(text))
            return Script;
        if (UpstartStanza.IsMatch(text))
            return Upstart;
        return Content.Document(file)?.FindScalar("kind")?.Value == "Pod" ? StaticPod : null;
    }

    [GeneratedRegex(@"^\[program:", RegexOptions.Multiline)]
    private static partial Regex SupervisordSection { get; }

    [GeneratedRegex(@"^cat\s+.*<<", RegexOptions.Multiline)]
    private static partial Regex HereDocument { get; }

    [GeneratedRegex(@"^(start on|respawn|exec)\b", RegexOptions.Multiline)]
    private static partial Regex UpstartStanza { get; }
}
