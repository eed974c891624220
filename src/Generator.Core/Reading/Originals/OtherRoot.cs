using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The setting that gives a service another root folder or image, below which all of its paths are (systemd.exec(5)).</summary>
internal static class OtherRoot
{
    private static readonly string[] Keys = ["RootDirectory", "RootImage", "RootMStack"];

    /// <summary>The setting of a unit; null if the service uses the host's own root.</summary>
    internal static UnitEntry? Of(UnitFile unit) =>
        Keys.Select(key => unit.All("Service", key).LastOrDefault()).FirstOrDefault(entry => entry is { Value.Chars: not ("" or "/") });
}
