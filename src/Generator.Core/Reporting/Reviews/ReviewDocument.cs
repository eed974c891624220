using System.Text;
using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Pictures;
using Generator.Core.Planning.Ordering;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Failures;
using Generator.Core.Reporting.Changes;

namespace Generator.Core.Reporting.Reviews;

/// <summary>A review as one HTML page that needs nothing else: no network, no other file. The same input gives the same bytes.</summary>
public static class ReviewDocument
{
    private static readonly PageParts Parts = PageParts.Of("review", hasScript: true);

    /// <summary>The page.</summary>
    public static ReadOnlyMemory<byte> Of(Review review)
    {
        ArgumentNullException.ThrowIfNull(review);
        var (output, change) = (review.Output, review.Change);
        return Encoding.UTF8.GetBytes(Templates.Render("review.html", new ReviewView
        {
            Policy = Parts.Policy,
            Style = Parts.Style,
            Script = Parts.Script,
            Head = HeadOf(review),
            Picture = Image(change?.Picture ?? ClusterPicture.Of(output.Topology)),
            Lists = change is null ? [] : [.. ReviewLists.Of(change)],
            FilesTitle = change is null ? "Files for each host" : "What changes on each host",
            Hosts = [.. ReviewHosts.Of(output)],
            Files = [.. change is null ? ReviewFiles.Of(output) : ReviewFiles.Of(change)],
            Driver = change is null ? [] : [.. ReviewFiles.OfDriver(change)],
            Phases = [.. ReviewSteps.Of(output, change)],
            Failures = output.Failures is { } failures ? FailureSummary.Of(failures, path => path) : [],
            KnowsFailures = output.Failures is not null,
            Findings = ReviewFindings.Of(review.Findings),
        }));
    }

    private static ReviewHead HeadOf(Review review)
    {
        var (output, topology) = (review.Output, review.Output.Topology);
        return new ReviewHead(
            output.Cluster,
            review.Change is null ? "haplane review of an output" : "haplane review of a change",
            review.Change is { Outlook.Warnings: [_, ..] } or { Foreign: [_, ..] } ? "problem" : "fine",
            review.Change is { } change ? Sentence(change.Summary) : Amount(output),
            [
                new("Kubernetes", topology.Kubernetes.ToString()),
                new("Clients use", Outlook.ClientEndpoint(topology)),
                new("Source master", topology.Source.ToString()),
                new("Rollout", output.Plan is { } plan ? $"about {Counted.Of(Estimate.Minutes(plan), "minute")}" : "not known"),
            ],
            ResultDigests.Identity(output.Tree));
    }

    private static string Amount(Delivery output) =>
        $"{Counted.Of(output.Hosts.Length, "host")}, {Counted.Of(output.Files.Length, "file")}, "
            + $"{Counted.Of(output.Plan?.Steps.Length ?? 0, "step")}.";

    private static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}.";

    // As an image, nothing in it can be a script, and its styles stay its own.
    private static string Image(string svg) => $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}";
}
