using System.Text;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>A verification in the text format of Prometheus, for the textfile collector of node_exporter.</summary>
public static class VerificationMetrics
{
    /// <summary>The report. The cluster's own checks have an empty host.</summary>
    public static string Of(Verification verification)
    {
        var shown = ShownVerification.Of(verification);
        var text = new StringBuilder();
        new Metric(text, "haplane_output_info", "The output that the cluster was compared with.")
            .Add(1, ("cluster", shown.Cluster), ("output", shown.Output));
        new Metric(text, "haplane_verify_timestamp_seconds", "When the last host had answered.").Add(shown.At.ToUnixTimeSeconds());
        States(text, shown);
        Certificates(text, shown);
        var holders = new Metric(text, "haplane_address_holder", "Whether a host has a virtual address.");
        foreach (var holder in shown.Holders)
            holders.Add(1, ("address", holder.Address), ("host", holder.Host));
        return text.ToString();
    }

    private static void States(StringBuilder text, Verification verification)
    {
        var hosts = HostChecks.Of(verification);
        var checks = new Metric(text, "haplane_verify_checks", "How many checks had this outcome.");
        foreach (var host in hosts)
            foreach (var state in CheckWords.ByGravity)
                checks.Add(host.Checks.Count(check => check.State == state), ("state", CheckWords.Of(state)), ("host", host.Host));
        Flag("haplane_verify_drift", "Whether the host differs from what was reviewed.", CheckState.Drift);
        Flag("haplane_verify_problem", "Whether something on the host needs attention, though no file differs.", CheckState.Problem);
        Flag("haplane_verify_unknown", "Whether a check of the host could not be made.", CheckState.Unknown);

        void Flag(string name, string help, CheckState state)
        {
            var metric = new Metric(text, name, help);
            foreach (var host in hosts)
                metric.Add(host.Checks.Any(check => check.State == state) ? 1 : 0, ("host", host.Host));
        }
    }

    // A file may hold two certificates of one subject; the one that ends first counts.
    private static void Certificates(StringBuilder text, Verification verification)
    {
        ExpiringCertificate[] certificates =
        [
            .. verification.Certificates.GroupBy(one => (one.Host, one.Path, one.Subject))
                .Select(same => same.OrderBy(one => one.NotAfter).First()),
        ];
        var end = new Metric(text, "haplane_certificate_expiry_timestamp_seconds", "When the certificate ends.");
        foreach (var certificate in certificates)
            end.Add(certificate.NotAfter.ToUnixTimeSeconds(), Labels(certificate));
        var left = new Metric(text, "haplane_certificate_days_left", "The whole days that were left at the time of the verification.");
        foreach (var certificate in certificates)
            left.Add(certificate.DaysLeft(verification.At), Labels(certificate));
    }

    private static (string Name, string Value)[] Labels(ExpiringCertificate certificate) =>
        [("host", certificate.Host), ("path", certificate.Path), ("subject", certificate.Subject)];
}
