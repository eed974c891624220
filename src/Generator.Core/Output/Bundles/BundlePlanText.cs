using System.Globalization;
using Generator.Core.Foundation.Formats;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Output.Bundles;

/// <summary>
/// bundle.plan: the contents of a bundle, one record per line: <c>haplane-bundle 1 CLUSTER REVISION</c>; <c>signers PATH</c>;
/// <c>payload SHA256 SIZE VERSION PATH</c> and <c>package</c> likewise; <c>from-source PATH</c> for a file that is copied from the source
/// master although it could be in the bundle.
/// </summary>
internal static class BundlePlanText
{
    private const string Kind = "haplane-bundle";
    private const string Version = "1";

    internal static string Of(string cluster, string revision, bool namesSigners, Payload payload)
    {
        var plan = new PlanText();
        plan.Add(Kind, Version, cluster, revision);
        if (namesSigners)
            plan.Add("signers", BundlePath.Signers);
        foreach (var file in payload.Files)
            Add(plan, "payload", file);
        foreach (var package in payload.Packages)
            Add(plan, "package", package);
        foreach (var path in payload.FromSource)
            plan.Add("from-source", path);
        return plan.ToString();
    }

    /// <summary>The revision in a plan, empty for none; null if its first line is not that of a plan.</summary>
    internal static string? RevisionOf(string text)
    {
        var fields = text.Split('\n')[0].Split('\t');
        return fields is [Kind, Version, _, var revision] && (revision == "-" || Grammar.Commit.IsMatch(revision)) ? revision.TrimStart('-') : null;
    }

    private static void Add(PlanText plan, string kind, CarriedFile file) =>
        plan.Add(kind, file.Sha256.Text, file.Size.ToString(CultureInfo.InvariantCulture), file.Version, file.Path);
}
