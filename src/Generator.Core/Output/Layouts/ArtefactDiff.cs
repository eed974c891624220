using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Formats;

namespace Generator.Core.Output.Layouts;

/// <summary>The diff between an artefact and its captured file.</summary>
internal static class ArtefactDiff
{
    /// <summary>The diff; empty if nothing changes or the previous content is not known. A new file is compared with an empty one.</summary>
    internal static ReadOnlyMemory<byte> Of(Artefact artefact)
    {
        if (artefact.Class is not (FileClass.Patched or FileClass.Rendered or FileClass.Edited))
            return default;
        var oldName = artefact.Before is null ? "/dev/null" : $"a{artefact.Path}";
        // Secrets surround the one changed line of a kubeconfig, so no context is shown there.
        var context = artefact.Class == FileClass.Edited ? 0 : UnifiedDiff.Context;
        return UnifiedDiff.Of(artefact.Before ?? default, artefact.Known ?? default, (oldName, $"b{artefact.Path}"), context);
    }
}
