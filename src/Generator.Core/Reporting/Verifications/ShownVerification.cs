using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Failures;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>A verification in which every text is one visible line without a secret: paths, subjects and answers come from hosts.</summary>
internal static class ShownVerification
{
    internal static Verification Of(Verification verification) => new(
        Visible(verification.Cluster),
        Visible(verification.Output),
        verification.At,
        [.. verification.Hosts.Select(Visible)],
        [.. verification.Checks.Select(Of)],
        [.. verification.Certificates.Select(one => new ExpiringCertificate(
            Visible(one.Host), Visible(one.Path), Visible(one.Subject), one.NotAfter))],
        [.. verification.Holders.Select(one => new AddressHolder(Visible(one.Address), Visible(one.Host)))],
        new FailureTable([.. verification.Failures.Rows.Select(Of)]))
    {
        HasCaptures = verification.HasCaptures,
    };

    private static Check Of(Check check) => check with
    {
        Host = Visible(check.Host),
        Subject = Visible(check.Subject),
        Text = Visible(check.Text),
        Difference = [.. ShownDifference.Of(check.Difference).Select(VisibleWithTabs)],
        Advice = Visible(check.Advice),
    };

    private static FailureRow Of(FailureRow row) => row with
    {
        Hosts = [.. row.Hosts.Select(Visible)],
        CanLead = [.. row.CanLead.Select(Visible)],
        DarkFiles = [.. row.DarkFiles.Select(Visible)],
        LostNodes = [.. row.LostNodes.Select(Visible)],
    };

    private static string Visible(string text) => VisibleText.Of(text, int.MaxValue);

    // In a difference a tab means something.
    private static string VisibleWithTabs(string line) => string.Join('\t', line.Split('\t').Select(Visible));
}
