using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Generator.Core.Foundation.Formats;
using Generator.Core.Reporting.Runs;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Reports;

/// <summary>The events of a run as JSON, an object a line; <c>haplane schema events</c> prints the schema of such a line.</summary>
public static class RunEventJson
{
    /// <summary>The version of the form. Members and events are added without a new one, and never taken away or given another meaning.</summary>
    public const string Version = "haplane.events/v1";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line of an event, with its newline.</summary>
    public static string Line(TimedEvent timed)
    {
        using var stream = new System.IO.MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("apiVersion", Version);
            writer.WriteString("at", timed.At.UtcDateTime);
            writer.WriteNumber("elapsedSeconds", Math.Round(timed.Elapsed.TotalSeconds, 3));
            Write(writer, timed.Event);
            writer.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(stream.ToArray())}\n";
    }

    private static void Write(Utf8JsonWriter writer, RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted started:
                Start(writer, started);
                break;
            case StepStarted step:
                Texts(writer, "step-started", ("phase", Spelling.Of(step.Phase)), ("title", step.Title));
                writer.WriteNumber("step", step.Number);
                break;
            case StepEnded step:
                Texts(writer, "step-ended");
                writer.WriteNumber("step", step.Number);
                break;
            case StepFailed step:
                Texts(writer, "step-failed");
                writer.WriteNumber("step", step.Number);
                break;
            case RunEnded ended:
                Texts(writer, "run-ended", ("text", ended.Text));
                writer.WriteNumber("code", ended.Code);
                writer.Objects("hosts", ended.Hosts, host => Members(writer, ("host", host.Host), ("state", host.State)));
                break;
            default:
                OfHost(writer, happened);
                break;
        }
    }

    private static void OfHost(Utf8JsonWriter writer, RunEvent happened)
    {
        switch (happened)
        {
            case Said said:
                Texts(writer, "said", ("text", said.Text));
                break;
            case HostsAsked asked:
                Texts(writer, "hosts-asked", ("what", asked.What));
                writer.WriteNumber("answered", asked.Answered);
                writer.WriteNumber("asked", asked.Asked);
                break;
            case HostReached host:
                Texts(writer, "host-reached", ("host", host.Host));
                break;
            case HostUnreachable host:
                Texts(writer, "host-unreachable", ("host", host.Host), ("reason", host.Reason), ("advice", host.Advice));
                break;
            case HostLooked host:
                Texts(writer, "host-looked", ("host", host.Host));
                writer.WriteBoolean("differs", host.Differs);
                writer.WriteNumber("delivered", host.Delivered);
                break;
            case ChangePlanned change:
                Texts(writer, "change-planned", ("host", change.Host), ("action", change.Action), ("subject", change.Subject));
                writer.Strings("difference", change.Difference);
                break;
            case HostBusy host:
                Texts(writer, "host-busy", ("host", host.Host), ("work", host.Work));
                break;
            case EngineSaid said:
                Texts(
                    writer,
                    "engine",
                    ("host", said.Host),
                    ("step", said.Step),
                    ("result", said.Result),
                    ("code", said.Code),
                    ("detail", said.Detail));
                break;
            case HostBecame host:
                Texts(writer, "host-became", ("host", host.Host), ("state", host.State));
                break;
        }
    }

    private static void Start(Utf8JsonWriter writer, RunStarted started)
    {
        Texts(
            writer,
            "run-started",
            ("run", started.Run),
            ("command", started.Command),
            ("who", started.Who),
            ("cluster", started.Cluster),
            ("folder", started.Folder),
            ("result", started.Result),
            ("message", started.Message),
            ("change", started.Change));
        writer.Strings("hosts", started.Hosts);
        writer.Objects("steps", started.Steps, step =>
        {
            writer.WriteNumber("step", step.Number);
            Members(writer, ("phase", Spelling.Of(step.Phase)), ("title", step.Title));
        });
    }

    private static void Texts(Utf8JsonWriter writer, string name, params ReadOnlySpan<(string Name, string Value)> members)
    {
        writer.WriteString("event", name);
        Members(writer, members);
    }

    private static void Members(Utf8JsonWriter writer, params ReadOnlySpan<(string Name, string Value)> members)
    {
        foreach (var (name, value) in members)
            writer.WriteString(name, value);
    }
}
