using Generator.Core.Formats;

namespace Generator.Core.Layouts;

/// <summary>Text for a file that Ansible reads: <c>!unsafe</c> keeps it from being taken for a template (docs.ansible.com, "Advanced playbook syntax").</summary>
internal static class AnsibleText
{
    internal static string Of(string text) => $"!unsafe {YamlText.Quoted(text)}";
}
