using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Output.Layouts;

/// <summary>
/// Text for a file that Ansible reads. <c>!unsafe</c> keeps it from being a template (docs.ansible.com, "Advanced playbook syntax").
/// </summary>
internal static partial class AnsibleText
{
    // YAML 1.1 reads these words as something else than text (yaml.org/type).
    private static readonly FrozenSet<string> Words =
        new[] { "y", "n", "yes", "no", "on", "off", "true", "false", "null" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    internal static string Of(string text) => text switch
    {
        _ when text.Contains("{{", StringComparison.Ordinal)
            || text.Contains("{%", StringComparison.Ordinal)
            || text.Contains("{#", StringComparison.Ordinal) =>
            $"!unsafe {YamlText.Quoted(text)}",
        _ when Name().IsMatch(text) && !Words.Contains(text) => text,
        _ => YamlText.Quoted(text),
    };

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9.-]*\z")]
    private static partial Regex Name();
}
