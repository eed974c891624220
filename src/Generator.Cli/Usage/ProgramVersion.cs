using System.Reflection;

namespace Generator.Cli.Usage;

/// <summary>The release of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>Such as <c>1.2.0</c>; between two releases with the commit.</summary>
    internal static string Text { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
