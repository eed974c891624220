using System.Collections.Immutable;

namespace Generator.Core.Foundation.Syntax;

/// <summary>
/// The variables of a service: an EnvironmentFile overrides <c>Environment=</c>, a later file overrides an earlier one, and
/// <c>UnsetEnvironment=</c> removes variables at the end (systemd.exec(5)).
/// </summary>
/// <param name="Files">The EnvironmentFiles that the unit names, in order.</param>
internal sealed record ServiceEnvironment(ImmutableArray<EnvironmentFileReference> Files)
{
    private ImmutableArray<EnvironmentFile> Captured { get; init; } = [];

    private ImmutableArray<MappedText> InUnit { get; init; } = [];

    private ImmutableArray<string> Removed { get; init; } = [];

    private ImmutableArray<string> PassedOn { get; init; } = [];

    internal static ServiceEnvironment Of(UnitFile unit, Specifiers specifiers, HostView host)
    {
        IEnumerable<MappedText> Assignments(string key) =>
            unit.All("Service", key).SelectMany(entry => Words.OfExec(entry.Value)).Select(word => specifiers.Apply(word.Text));

        ImmutableArray<EnvironmentFileReference> files =
        [
            .. unit.All("Service", "EnvironmentFile").SelectMany(entry => EnvironmentFileReference.Of(entry, specifiers, host)),
        ];
        return new ServiceEnvironment(files)
        {
            Captured = [.. files.Select(file => host.Open(file.Path)).OfType<Diagnostics.SourceFile>().Select(EnvironmentFile.Parse)],
            InUnit = [.. Assignments("Environment")],
            Removed = [.. Assignments("UnsetEnvironment").Select(text => text.Text)],
            PassedOn = [.. Assignments("PassEnvironment").Select(text => text.Text)],
        };
    }

    /// <summary>The value of a variable; null if nothing sets it.</summary>
    internal MappedText? Find(string name)
    {
        var value = Captured.Select(file => file.Find(name)).LastOrDefault(found => found is not null) ?? Assigned(name);
        return value is null || Removed.Contains(name) || Removed.Contains($"{name}={value.Text}") ? null : value;
    }

    /// <summary>Whether the variable comes from systemd's own environment, which no file of the unit shows.</summary>
    internal bool IsPassedOn(string name) => PassedOn.Contains(name) && !Removed.Contains(name);

    private MappedText? Assigned(string name) =>
        InUnit.LastOrDefault(text => text.Chars.StartsWith($"{name}=", StringComparison.Ordinal)) is { } found
            ? found.Slice(name.Length + 1, found.Chars.Length - name.Length - 1)
            : null;
}
