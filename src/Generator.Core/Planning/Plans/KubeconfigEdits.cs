using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Planning.Plans;

/// <summary>The change of a kubeconfig's <c>server:</c>, as whole lines.</summary>
internal static class KubeconfigEdits
{
    /// <summary>
    /// The edits that adapt a kubeconfig of some role to a host; none if it is right already. A server that is written over several
    /// lines stays, because a rule has refused the file.
    /// </summary>
    internal static LineEdits Of(SourceFile file, FileRole role, Retarget retarget)
    {
        var kubeconfig = Content.Kubeconfig(file);
        var edits = (kubeconfig?.Servers ?? []).Select(server => (server, wanted: retarget.Server(server.Value, role)))
            .Concat((kubeconfig?.OtherServers ?? []).Select(server => (server, wanted: retarget.OtherServer(server.Value, role))))
            .Where(pair => pair.wanted is not null)
            .Select(pair => ScalarEdit.InOneLine(pair.server, pair.wanted ?? ""))
            .OfType<ByteEdit>();
        return LineEdits.Of(file, edits) ?? new LineEdits([], file.Bytes);
    }
}
