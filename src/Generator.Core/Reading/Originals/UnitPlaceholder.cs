using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>A placeholder in a unit: the captured file is the template of a configuration tool.</summary>
internal sealed record UnitPlaceholder(string Text, Location At)
{
    private static readonly string[] Keys = ["EnvironmentFile", "ExecStart", "User", "WorkingDirectory"];

    /// <summary>The placeholders of a host's components, and of units that seem to start one.</summary>
    internal static IEnumerable<UnitPlaceholder> Of(Installation installation) =>
        InComponents(installation).Concat(installation.Unfollowed
            .Where(start => start.Obstacle == StartObstacle.Placeholder)
            .Select(start => new UnitPlaceholder(start.Found, start.At)));

    // Arguments are checked with the flags; a program's path and a file of flags are not among them.
    private static IEnumerable<UnitPlaceholder> InComponents(Installation installation) =>
        from component in installation.Components
        from entry in Keys.SelectMany(key => component.Unit.All("Service", key))
        let value = entry.Key == "ExecStart" ? component.Command.Program : entry.Value
        let found = Placeholder.InUnit(value)
        where found is not null
        select new UnitPlaceholder(found.Text, found.Place ?? entry.At);
}
