using System.Reflection;

namespace Generator.Core.Output.Layouts;

/// <summary>The embedded files that are added to every output unchanged.</summary>
internal static class EmbeddedText
{
    private static readonly Assembly Home = Assembly.GetExecutingAssembly();

    /// <summary>The names of the files below a folder.</summary>
    internal static IEnumerable<string> NamesBelow(string folder) =>
        Home.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>The text of a file.</summary>
    /// <exception cref="InvalidOperationException">There is no file with this name.</exception>
    internal static string Read(string name)
    {
        using var stream = Home.GetManifestResourceStream(name) ?? throw new InvalidOperationException(name);
        using var reader = new System.IO.StreamReader(stream);
        return reader.ReadToEnd();
    }
}
