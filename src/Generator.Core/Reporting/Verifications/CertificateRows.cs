using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Values;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>The certificates of the page: those that end first come first, and those that last are folded.</summary>
internal static class CertificateRows
{
    private const int SoonDays = 90;
    private const int UrgentDays = 30;

    /// <summary>The tables; none where no certificate was read.</summary>
    internal static ImmutableArray<CertificatesView> Of(Verification verification)
    {
        var rows = verification.Certificates
            .OrderBy(one => one.NotAfter)
            .ThenBy(one => one.Host, StringComparer.Ordinal)
            .ThenBy(one => one.Path, StringComparer.Ordinal)
            .ToLookup(one => one.DaysLeft(verification.At) <= SoonDays, one => Row(one, verification.At));
        ImmutableArray<CertificateView> soon = [.. rows[true]], later = [.. rows[false]];
        return
        [
            .. verification.Certificates.IsEmpty ? [] : new[] { new CertificatesView(Soon(soon.Length), IsFolded: false, soon) },
            .. later.IsEmpty ? [] : new[] { new CertificatesView(Later(later.Length), IsFolded: true, later) },
        ];
    }

    private static string Soon(int count) => count == 0
        ? string.Create(CultureInfo.InvariantCulture, $"No certificate ends within {SoonDays} days.")
        : string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(count, "certificate")} with at most {SoonDays} days left:");

    private static string Later(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{Counted.Of(count, "certificate")} with more than {SoonDays} days left");

    private static CertificateView Row(ExpiringCertificate certificate, DateTimeOffset now)
    {
        var days = certificate.DaysLeft(now);
        return new CertificateView(
            days < 0 ? "drift" : days <= UrgentDays ? "problem" : "fine",
            days < 0 ? $"ended {Counted.Of(-days, "day")} ago" : Counted.Of(days, "day"),
            certificate.NotAfter.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            certificate.Host,
            certificate.Path,
            certificate.Subject);
    }
}
