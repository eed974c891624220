using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>The controllers of a controller-manager, from <c>--controllers</c>.</summary>
internal static class Controllers
{
    /// <summary>The flag that disables a controller; null if it runs. The first entry with its name decides, then the star.</summary>
    /// <param name="names">The controller's names; the second one is from release 1.28 on.</param>
    internal static Flag? LeavingOut(Component manager, params string[] names)
    {
        var flags = manager.Flags.Where(flag => flag.Name == "controllers").ToArray();
        var entries = flags.SelectMany(flag => flag.Text.Split(',').Select(entry => (flag, entry: entry.Trim()))).ToArray();
        foreach (var (flag, entry) in entries)
        {
            if (names.Contains(entry))
                return null;
            if (entry is ['-', .. var name] && names.Contains(name))
                return flag;
        }

        return entries.Length == 0 || entries.Any(pair => pair.entry == "*") ? null : flags[^1];
    }
}
