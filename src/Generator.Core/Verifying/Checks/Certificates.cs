using System.Globalization;

namespace Generator.Core.Verifying.Checks;

/// <summary>How many days each certificate has left, also those in kubeconfigs.</summary>
internal static class Certificates
{
    private const int Soon = 30;

    // A kubelet renews its own certificate in time, and this may be a short one.
    private const double LateForKubelet = 0.1;

    internal static readonly LiveCheck Check = new(site => LiveCertificates.On(site).Select(found => Of(site, found.Certificate, found.NotBefore)));

    private static Check Of(Site site, ExpiringCertificate certificate, DateTimeOffset start)
    {
        var days = certificate.DaysLeft(site.Now);
        var until = string.Create(CultureInfo.InvariantCulture, $"{certificate.NotAfter:yyyy-MM-dd}");
        if (certificate.NotAfter <= site.Now)
            return New(certificate, CheckState.Problem, $"{certificate.Subject} expired on {until}");
        var left = string.Create(CultureInfo.InvariantCulture, $"{certificate.Subject}: {days} days left, until {until}");
        return New(certificate, IsLate(certificate, start, days, site.Now) ? CheckState.Problem : CheckState.Fine, left);
    }

    private static bool IsLate(ExpiringCertificate certificate, DateTimeOffset start, int days, DateTimeOffset now) =>
        KubeletFile.IsOwn(certificate.Path)
            ? certificate.NotAfter - now < (certificate.NotAfter - start) * LateForKubelet
            : days < Soon;

    private static Check New(ExpiringCertificate certificate, CheckState state, string text) =>
        new(certificate.Host, CheckArea.Certificate, certificate.Path, state, text);
}
