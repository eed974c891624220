using System.Collections.Immutable;
using System.Globalization;
using Generator.Core.Reporting.Runs;

namespace Generator.Cli.Applying;

/// <summary>Shows the deliveries that hosts keep. Nothing is written on a host.</summary>
/// <param name="context">The run.</param>
internal sealed class HistoryRun(RunContext context)
{
    internal async Task<(int Code, string Text)> Run()
    {
        var hosts = context.Hosts.Where(context.Scope.Holds).ToArray();
        var answering = await new Preflight(context).Answering(hosts);
        foreach (var host in answering)
            Tell(host, context.Host(host).History);
        return answering.Length == hosts.Length
            ? (ExitCode.Fine, "A host keeps five deliveries, the newest last. haplane rollback --to OUTPUT undoes what came after one.")
            : (ExitCode.InputErrors, "A host did not answer: see above.");
    }

    private void Tell(string host, ImmutableArray<KeptDelivery> kept)
    {
        context.Events.Say(kept.IsEmpty ? $"{host}: no delivery" : $"{host}:");
        foreach (var delivery in kept)
            context.Events.Say(Line(delivery));
    }

    private static string Line(KeptDelivery delivery)
    {
        string[] parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{delivery.Number,6}"),
            delivery.At,
            $"output {(delivery.Result.Length == 0 ? "unknown" : KeptDelivery.Id(delivery.Result))}",
            string.Join(", ", delivery.Units),
            delivery.Change,
            delivery.Message,
        ];
        return string.Join("  ", parts.Where(part => part.Length > 0));
    }
}
