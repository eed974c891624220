using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Certificates;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Certificates;

internal static class CertificateExpires
{
    // Long enough for a site that works in maintenance windows.
    private const int Soon = 90;

    // A certificate of etcd until November 2027; its key was thrown away.
    private const string Pem = """
        -----BEGIN CERTIFICATE-----
        MIIBkDCCATagAwIBAgIRAOLmNlTZVOwxj249eXPkR5wwCgYIKoZIzj0EAwIwEjEQ
        MA4GA1UEAwwHZXRjZC1jYTAeFw0yNjExMjMxNjU5MTlaFw0yNzExMjMxNjU5MTla
        MB4xDTALBgNVBAoMBGV0Y2QxDTALBgNVBAMMBGV0Y2QwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAATRNXYtI2SOKfK45Lx++pE8pqaAz0VXBz4NI9kpwt39vwxNw7Uz
        T+z0HkWjEGavoYoKp8Xm4RXs1PMT4Yffmk/wo2EwXzAdBgNVHSUEFjAUBggrBgEF
        BQcDAQYIKwYBBQUHAwIwHQYDVR0OBBYEFDNA0eqUNMim5apsh69ZNBeSRQlIMB8G
        A1UdIwQYMBaAFEMwU2cD9hDwCs4tJIHUkbXUby6qMAoGCCqGSM49BAMCA0gAMEUC
        IQCSg6qg40FithuZ1UbzbdMmFGtHsClEm/hvRAVL+i0H8AIgRzHHaBx+o0GfHeYW
        WYsoYqz7+f729rqSGHa1Uqou9P8=
        -----END CERTIFICATE-----

        """;

    internal static readonly Rule Rule = new(
        "CRT003",
        Severity.Warning,
        "a certificate expires within 90 days",
        "When it expires, everything that relies on it stops at the same moment, on all masters.",
        "issue it again from its existing key before that day, and capture the host again",
        Example.With().Changing(
            "k8s-master1/data/application/etcd/ssl/server.pem",
            "-----BEGIN CERTIFICATE-----\n",
            $"{Pem}-----BEGIN CERTIFICATE-----\n") with
        { Today = new DateOnly(2027, 10, 4) },
        Example.With(),
        Check)
    {
        DependsOnDate = true,
    };

    private static IEnumerable<Finding> Check(Cluster cluster) =>
        cluster.Today is not { } today
            ? []
            : from use in CertificateUse.All(cluster)
                  // One certificate can be in many files, but it is reported once.
              group use by Convert.ToHexString(use.Certificate.Encoded.Span) into same
              let days = DateOnly.FromDateTime(same.First().Certificate.NotAfter).DayNumber - today.DayNumber
              where days <= Soon
              select Expiring([.. same], days);

    private static Finding Expiring(ImmutableArray<CertificateUse> uses, int days)
    {
        var first = uses[0];
        var day = first.Certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Finding(first.At, $"{first.Certificate.Subject} in {first.Place} {When(day, days)}")
        {
            Related = [.. uses.Skip(1).Select(use => new RelatedPlace($"it is also in {use.Place}", use.At))],
        };
    }

    private static string When(string day, int days) => days switch
    {
        < 0 => $"has expired on {day}",
        0 => $"expires today, on {day}",
        1 => $"expires tomorrow, on {day}",
        _ => string.Create(CultureInfo.InvariantCulture, $"expires on {day}, in {days} days"),
    };
}
