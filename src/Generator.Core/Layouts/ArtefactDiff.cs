using Generator.Core.Artefacts;
using Generator.Core.Formats;

namespace Generator.Core.Layouts;

/// <summary>The diff of an artefact against what was captured.</summary>
internal static class ArtefactDiff
{
    /// <summary>The diff; empty where nothing changes or nothing is known of the file before. A file that is new is compared with nothing.</summary>
    internal static ReadOnlyMemory<byte> Of(Artefact artefact)
    {
        if (artefact.Class is not (FileClass.Patched or FileClass.Rendered or FileClass.Edited))
            return default;
        var oldName = artefact.Before is null ? "/dev/null" : $"a{artefact.Path}";
        // Around the one line of a kubeconfig that changes stand its secrets: no context there.
        var context = artefact.Class == FileClass.Edited ? 0 : UnifiedDiff.Context;
        return UnifiedDiff.Of(artefact.Before ?? default, artefact.Known ?? default, (oldName, $"b{artefact.Path}"), context);
    }
}
