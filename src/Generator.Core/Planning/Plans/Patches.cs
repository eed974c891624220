using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>Finds the edits that adapt the source master's units, flag files and configurations to another host.</summary>
internal static class Patches
{
    /// <summary>The edits of every file that an installation's components read, by file.</summary>
    internal static ILookup<SourceFile, ByteEdit> Of(Installation installation, Retarget retarget) =>
        installation.Components
            .SelectMany(component => OfFlags(component, retarget))
            .Concat(installation.Components.Select(component => AdvertiseAddress.Missing(component, retarget)).OfType<ByteEdit>())
            .Concat(OfConfigs(installation, retarget))
            .DistinctBy(edit => (edit.At.File, edit.At.Span))
            .ToLookup(edit => edit.At.File);

    /// <summary>The edits of the flags with a kube-apiserver's URL, for a host that keeps everything else.</summary>
    internal static ILookup<SourceFile, ByteEdit> OfApiserverFlags(Installation installation, Retarget retarget) =>
        installation.Components
            .SelectMany(component => OfFlags(component, retarget, SettingKind.Apiserver))
            .DistinctBy(edit => (edit.At.File, edit.At.Span))
            .ToLookup(edit => edit.At.File);

    private static IEnumerable<ByteEdit> OfFlags(Component component, Retarget retarget, SettingKind? only = null) =>
        component.Flags.Select(flag => OfFlag(component, flag, retarget, only)).OfType<ByteEdit>();

    private static ByteEdit? OfFlag(Component component, Flag flag, Retarget retarget, SettingKind? only) =>
        HostSettings.OfFlag(component.Kind, flag.Name) is { } kind
        && (only is null || kind == only)
        && flag.Value is { Place: { } place } written
        // systemd inserts each host's own name.
        && !(HoldsName(kind) && Specifiers.NamesHost(written))
        && retarget.Value(kind, flag.Text, component.IsControlPlane) is { } value
            ? new ByteEdit(place, value)
            : null;

    private static bool HoldsName(SettingKind kind) =>
        kind is SettingKind.NodeName or SettingKind.HostOfSource or SettingKind.NodeLabels or SettingKind.ProviderId;

    private static IEnumerable<ByteEdit> OfConfigs(Installation installation, Retarget retarget) =>
        installation.Closure
            .Where(entry => entry.Role == FileRole.ComponentConfig)
            .Select(entry => entry.Content)
            .OfType<SourceFile>()
            .SelectMany(file => OfConfig(file, retarget));

    private static ImmutableArray<ByteEdit> OfConfig(SourceFile file, Retarget retarget)
    {
        if (Content.Document(file) is not { } document)
            return [];
        return [.. ConfigScalars.All(document, "").Select(pair => OfKey(pair.Key, pair.Scalar, retarget)).OfType<ByteEdit>()];
    }

    private static ByteEdit? OfKey(string key, ScalarNode scalar, Retarget retarget) =>
        HostSettings.OfKey(key) is { } kind && retarget.Value(kind, scalar.Value, isControlPlane: false) is { } value
            ? ScalarEdit.Of(scalar, value)
            : null;
}
