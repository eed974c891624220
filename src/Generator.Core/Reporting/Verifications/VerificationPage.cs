using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Reporting.Pages;
using Generator.Core.Verifying;

namespace Generator.Core.Reporting.Verifications;

/// <summary>A verification as one HTML page that needs nothing else: no network, no script. Its folded lists are the browser's own.</summary>
public static class VerificationPage
{
    private static readonly PageParts Parts = PageParts.Of("verification");

    /// <summary>The page.</summary>
    /// <param name="folder">The output, as the operator names it.</param>
    public static string Of(Verification verification, string folder)
    {
        var shown = ShownVerification.Of(verification);
        var parts = HostChecks.Of(shown).Select((host, i) => (Host: host, Id: FormattableString.Invariant($"part-{i + 1}"))).ToArray();
        return Templates.Render("verification.html", new PageView(
            Parts.Policy,
            Parts.Style,
            Head(shown),
            [
                .. parts.Where(part => part.Host.State != CheckState.Fine)
                    .OrderBy(part => CheckWords.ByGravity.IndexOf(part.Host.State))
                    .Select(part => Part(part.Host with { Checks = part.Host.Faults }, part.Id)),
            ],
            DriftAnswers.Intro,
            [.. DriftAnswers.Of(shown, folder).Select(answer => new AnswerView(answer.Title, answer.Remark, answer.Commands))],
            [.. shown.Holders.GroupBy(holder => holder.Address, StringComparer.Ordinal).Select(Holder)],
            CertificateRows.Of(shown),
            FailureRows.Of(shown.Failures),
            [.. parts.Select(part => Part(part.Host, part.Id))]));
    }

    private static HeadView Head(Verification verification)
    {
        var worst = CheckWords.Worst(verification.Checks);
        return new HeadView(
            verification.Cluster,
            CheckWords.Of(worst),
            Verdict(verification, worst),
            verification.Output,
            CheckWords.Time(verification.At),
            CheckWords.Scope(verification),
            [.. CheckWords.ByGravity.Select(state => Count(verification, state))]);
    }

    private static CountView Count(Verification verification, CheckState state)
    {
        var count = verification.With(state).Count();
        return new CountView(CheckWords.Of(state), CheckWords.Noun(state, count), count);
    }

    private static string Verdict(Verification verification, CheckState worst)
    {
        var where = HostChecks.Of(verification).Where(host => host.Checks.Any(check => check.State == worst)).ToArray();
        var hosts = where.Count(host => host.Host.Length > 0);
        var names = (hosts, where.Length - hosts) switch
        {
            (0, _) => "The cluster",
            (_, 0) => Counted.Of(hosts, "host"),
            _ => $"{Counted.Of(hosts, "host")} and the cluster",
        };
        var isOne = where.Length == 1;
        return worst switch
        {
            CheckState.Drift => $"{names} {(isOne ? "has" : "have")} drifted from the reviewed output.",
            CheckState.Problem => $"{names} {(isOne ? "needs" : "need")} attention; no file has drifted.",
            CheckState.Unknown => $"{names} could not be checked completely; the rest is fine.",
            _ => "Everything is as reviewed, and healthy.",
        };
    }

    private static PartView Part(HostChecks host, string id) => new(
        id,
        host.Name,
        CheckWords.Of(host.State),
        host.State == CheckState.Fine ? CheckWords.Scope(host.Checks) : CheckWords.Faults(host.Checks),
        [.. host.Checks.Select(One)]);

    private static CheckView One(Check check) => new(
        CheckWords.Of(check.State),
        CheckWords.Of(check.Area),
        check.Subject,
        check.Text,
        [.. check.Difference.Select(PageLine.Of)],
        check.Advice);

    private static HolderView Holder(IGrouping<string, AddressHolder> same) =>
        new(same.Key, string.Join(", ", same.Select(holder => holder.Host)), same.Count() == 1);
}
