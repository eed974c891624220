namespace Generator.Core.Verifying;

/// <summary>A certificate on a host, and when it ends.</summary>
/// <param name="Path">The file: a certificate, or a kubeconfig that contains one.</param>
/// <param name="Subject">Its subject (RFC 2253).</param>
/// <param name="NotAfter">Its end (UTC).</param>
public sealed record ExpiringCertificate(string Host, string Path, string Subject, DateTimeOffset NotAfter)
{
    /// <summary>The whole days that are left; negative after the end.</summary>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((NotAfter - now).TotalDays);
}
