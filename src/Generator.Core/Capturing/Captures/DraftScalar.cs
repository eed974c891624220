using System.Text.RegularExpressions;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reading.Binding;

namespace Generator.Core.Capturing.Captures;

/// <summary>Writes a value so that YAML reads exactly this value, also between brackets.</summary>
internal static partial class DraftScalar
{
    internal static string Of(string value) =>
        value is not ("null" or "true" or "false") && Plain.IsMatch(value) ? value : YamlText.Quoted(value);

    /// <summary>A value that was found, else the word for an undecided value.</summary>
    internal static string OrUndecided(string? found) => string.IsNullOrEmpty(found) ? Undecided.Word : Of(found);

    [GeneratedRegex(@"\A(https?://[A-Za-z0-9.-]+:[0-9]+|[A-Za-z0-9/][A-Za-z0-9./_+-]*|[0-9]+%)\z")]
    private static partial Regex Plain { get; }
}
