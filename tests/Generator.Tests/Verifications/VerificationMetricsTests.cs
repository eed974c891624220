using System.Text.RegularExpressions;
using Generator.Core.Reporting.Verifications;
using Generator.Tests.Tools;

namespace Generator.Tests.Verifications;

/// <summary>Prometheus judges the metrics with the parser that node_exporter also uses.</summary>
public sealed partial class VerificationMetricsTests : IDisposable
{
    // The seconds are there as well; alerts on days are what people write.
    private const string Accepted = "haplane_certificate_days_left use base unit \"seconds\" instead of \"days\"";

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-metrics-").FullName;

    public static TheoryData<string> HostileTexts => VerificationReportTests.HostileTexts;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Fact]
    public void Prometheus_reads_the_metrics() => Accepts(VerificationMetrics.Of(Samples.Rich));

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Prometheus_reads_the_metrics_with_any_text(string text) => Accepts(VerificationMetrics.Of(Samples.Hostile(text)));

    [Fact]
    public void Prometheus_finds_a_fault()
    {
        var (code, text) = Judge(VerificationMetrics.Of(Samples.Rich).Replace("host=\"lb1\"", "host=\"l\"b1\"", StringComparison.Ordinal));
        Assert.NotEqual(0, code);
        Assert.Contains("error while linting", text);
    }

    [Fact]
    public void A_series_is_there_once_although_a_file_has_two_certificates_of_one_subject()
    {
        var one = Samples.Healthy.Certificates[0];
        var two = Samples.Healthy with { Certificates = [one, one with { NotAfter = one.NotAfter.AddDays(-900) }] };
        var text = VerificationMetrics.Of(two);
        Assert.Contains("subject=\"CN=kube-apiserver,O=k8s\"} 2019\n", text);
        Accepts(text);
    }

    [Fact]
    public void The_values_are_those_of_the_verification()
    {
        var text = VerificationMetrics.Of(Samples.Rich);
        Assert.Contains($"haplane_verify_timestamp_seconds {Samples.Rich.At.ToUnixTimeSeconds()}\n", text);
        Assert.Contains("haplane_verify_drift{host=\"k8s-master2\"} 1\n", text);
        Assert.Contains("haplane_verify_drift{host=\"lb1\"} 0\n", text);
        Assert.Contains("haplane_verify_unknown{host=\"lb2\"} 1\n", text);
        var counts = Checks().Matches(text).Sum(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Samples.Rich.Checks.Length, counts);
    }

    private void Accepts(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n", text);
        var series = text.Split('\n').Where(line => line is not ("" or ['#', ..])).Select(line => line[..line.LastIndexOf(' ')]).ToArray();
        Assert.Equal(series.Distinct(), series);
        var (_, said) = Judge(text);
        Assert.Equal(Accepted, said.Trim());
    }

    private (int Code, string Text) Judge(string metrics)
    {
        Tool.Require("promtool");
        var file = Path.Combine(scratch, "verify.prom");
        File.WriteAllText(file, metrics);
        return Tool.Run("sh", "-c", "promtool check metrics <\"$1\"", "sh", file);
    }

    [GeneratedRegex(@"haplane_verify_checks\{[^}]*\} ([0-9]+)")]
    private static partial Regex Checks();
}
