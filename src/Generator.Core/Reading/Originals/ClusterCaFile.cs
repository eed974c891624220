namespace Generator.Core.Reading.Originals;

/// <summary>The file with the cluster's CA on a host that is not a master, whatever its name there.</summary>
internal static class ClusterCaFile
{
    /// <summary>The path of the captured file with the same content as the source master's; null if none has it.</summary>
    /// <param name="ca">The path on the source master.</param>
    internal static string? Of(HostCapture host, HostCapture source, string ca) => source.Open(ca) is not { } wanted
        ? null
        : host.Files.Where(file => file.Value.Bytes.Span.SequenceEqual(wanted.Bytes.Span)).Select(file => file.Key).FirstOrDefault();
}
