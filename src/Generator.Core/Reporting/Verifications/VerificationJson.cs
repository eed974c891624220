using System.Text.Json;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reading.Failures;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>A verification as JSON for programs; <c>haplane schema verification</c> prints its schema.</summary>
public static class VerificationJson
{
    /// <summary>The version of the format. New members do not change it; members are never removed and never change their meaning.</summary>
    public const string Version = "haplane.verification/v1";

    /// <summary>The report. Paths and answers are as they were received; an open secret is hidden.</summary>
    public static ReadOnlyMemory<byte> Of(Verification verification) => Json.Of(writer =>
    {
        writer.WriteString("apiVersion", Version);
        writer.WriteString("cluster", verification.Cluster);
        writer.WriteString("output", verification.Output);
        writer.WriteString("at", verification.At.UtcDateTime);
        writer.WriteString("verdict", CheckWords.Of(CheckWords.Worst(verification.Checks)));
        writer.WriteString("summary", CheckWords.Counts(verification));
        Counts(writer, verification.Checks);
        writer.Objects("hosts", verification.Hosts, host =>
        {
            Check[] checks = [.. verification.Checks.Where(check => check.Host == host)];
            writer.WriteString("name", host);
            writer.WriteString("verdict", CheckWords.Of(CheckWords.Worst(checks)));
            Counts(writer, checks);
        });
        writer.WriteBoolean("hasCaptures", verification.HasCaptures);
        writer.Objects("checks", verification.Checks, check => One(writer, check));
        writer.Objects("certificates", verification.Certificates, certificate =>
        {
            writer.WriteString("host", certificate.Host);
            writer.WriteString("path", certificate.Path);
            writer.WriteString("subject", certificate.Subject);
            writer.WriteString("notAfter", certificate.NotAfter.UtcDateTime);
            writer.WriteNumber("daysLeft", certificate.DaysLeft(verification.At));
        });
        writer.Objects("holders", verification.Holders, holder =>
        {
            writer.WriteString("address", holder.Address);
            writer.WriteString("host", holder.Host);
        });
        writer.Objects("failures", verification.Failures.Rows, row => Failure(writer, row));
    });

    private static void Counts(Utf8JsonWriter writer, IReadOnlyCollection<Check> checks)
    {
        writer.WriteStartObject("counts");
        foreach (var state in CheckWords.ByGravity)
            writer.WriteNumber(CheckWords.Of(state), checks.Count(check => check.State == state));
        writer.WriteEndObject();
    }

    private static void One(Utf8JsonWriter writer, Check check)
    {
        writer.WriteString("host", check.Host);
        writer.WriteString("area", CheckWords.Of(check.Area));
        writer.WriteString("subject", check.Subject);
        writer.WriteString("state", CheckWords.Of(check.State));
        writer.WriteString("text", check.Text);
        writer.Strings("difference", ShownDifference.Of(check.Difference));
        writer.WriteString("advice", check.Advice);
    }

    private static void Failure(Utf8JsonWriter writer, FailureRow row)
    {
        writer.Strings("hosts", row.Hosts);
        writer.WriteString("api", row.Api.ToString().ToLowerInvariant());
        writer.WriteStartObject("etcd");
        writer.WriteNumber("left", row.Etcd.Left);
        writer.WriteNumber("members", row.Etcd.Members);
        writer.WriteBoolean("holds", row.Etcd.Holds);
        writer.WriteNumber("spare", row.Etcd.Spare);
        writer.WriteEndObject();
        writer.Strings("canLead", row.CanLead);
        writer.Strings("darkFiles", row.DarkFiles);
        writer.Strings("lostNodes", row.LostNodes);
        writer.WriteBoolean("canSchedule", row.CanSchedule);
        writer.Strings("losses", FailureWords.Losses(row));
    }
}
