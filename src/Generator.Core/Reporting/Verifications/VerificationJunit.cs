using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>
/// A verification as JUnit XML, which pipelines read: a suite for each host and one for the cluster, a case for each check. Drift and problems
/// are failures, and what is unknown is an error.
/// </summary>
public static class VerificationJunit
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.None,
    };

    /// <summary>The report.</summary>
    public static ReadOnlyMemory<byte> Of(Verification verification)
    {
        var shown = ShownVerification.Of(verification);
        using var stream = new System.IO.MemoryStream();
        using (var writer = XmlWriter.Create(stream, Settings))
        {
            writer.WriteStartElement("testsuites");
            writer.WriteAttributeString("name", $"haplane verify {shown.Cluster}");
            Counts(writer, shown.Checks);
            foreach (var host in HostChecks.Of(shown))
                Suite(writer, shown, host);
            writer.WriteEndElement();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Suite(XmlWriter writer, Verification verification, HostChecks host)
    {
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", host.Name);
        Counts(writer, host.Checks);
        writer.WriteAttributeString("skipped", "0");
        writer.WriteAttributeString("timestamp", verification.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        if (host.Host.Length > 0)
            writer.WriteAttributeString("hostname", host.Host);
        foreach (var check in host.Checks)
            Case(writer, host, check);
        writer.WriteEndElement();
    }

    private static void Case(XmlWriter writer, HostChecks host, Check check)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("name", $"{CheckWords.Of(check.Area)} {check.Subject}");
        writer.WriteAttributeString("classname", $"{host.Name}.{CheckWords.Of(check.Area)}");
        writer.WriteAttributeString("time", "0");
        if (check.State != CheckState.Fine)
        {
            writer.WriteStartElement(check.State == CheckState.Unknown ? "error" : "failure");
            writer.WriteAttributeString("message", check.Text);
            writer.WriteAttributeString("type", CheckWords.Of(check.State));
            writer.WriteString(Details(check));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static string Details(Check check)
    {
        ImmutableArray<string> advice = check.Advice.Length == 0 ? [] : [$"advice: {check.Advice}"];
        return string.Concat(new[] { $"{check.Subject}: {check.Text}" }.Concat(check.Difference).Concat(advice).Select(line => $"{line}\n"));
    }

    private static void Counts(XmlWriter writer, ImmutableArray<Check> checks)
    {
        Number("tests", checks.Length);
        Number("failures", checks.Count(check => check.State is CheckState.Drift or CheckState.Problem));
        Number("errors", checks.Count(check => check.State == CheckState.Unknown));
        writer.WriteAttributeString("time", "0");

        void Number(string name, int value) => writer.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
    }
}
