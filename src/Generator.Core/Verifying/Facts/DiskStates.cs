namespace Generator.Core.Verifying.Facts;

/// <summary>The words of a host engine for <see cref="DiskState"/>.</summary>
internal static class DiskStates
{
    internal static DiskState Of(string word) => word switch
    {
        "same" => DiskState.Same,
        "mode" => DiskState.Mode,
        "undelivered" => DiskState.Undelivered,
        "missing" => DiskState.Missing,
        "type" => DiskState.OtherType,
        "left" => DiskState.Left,
        _ => DiskState.Drift,
    };
}
