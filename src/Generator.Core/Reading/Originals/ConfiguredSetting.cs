using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The values in the configuration file of a component.</summary>
internal static class ConfiguredSetting
{
    /// <summary>The scalar below a path of keys in the file of <c>--config</c>; null if there is none.</summary>
    internal static ScalarNode? Of(Installation installation, Component component, params string[] path) =>
        component.Find("config") is { } flag
            && installation.Capture.Open(flag.Text) is { } file
            && Content.Document(file)?.FindScalar(path) is { IsEmpty: false } found
            ? found
            : null;

    /// <summary>Whether a value enables something, in each of the spellings of YAML 1.1, which Kubernetes reads.</summary>
    internal static bool IsOn(ScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value.ToLowerInvariant() is "true" or "yes" or "on";

    /// <summary>Whether a value disables something, likewise.</summary>
    internal static bool IsOff(ScalarNode scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value.ToLowerInvariant() is "false" or "no" or "off";
}
