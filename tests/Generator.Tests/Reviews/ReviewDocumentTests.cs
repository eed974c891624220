using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reporting.Changes;

namespace Generator.Tests.Reviews;

/// <summary>Nothing that is approved is missing on the page, and no text from a host becomes a part of it.</summary>
public sealed partial class ReviewDocumentTests
{
    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onclick='alert(1)",
        "</code></pre></style></title><script>alert(1)</script>",
        "{{ Script }}<!--",
    ];

    [Fact]
    public void Every_host_file_step_row_and_finding_is_on_the_page()
    {
        var (review, page) = (Reviewed.Whole, Shown(Reviewed.Page(Reviewed.Whole)));
        Assert.All(review.Output.Hosts, host => Assert.Contains(host.Name, page));
        Assert.All(review.Output.Files.Where(file => file.Class != FileClass.Directory), file => Assert.Contains(file.Path, page));
        Assert.All(review.Output.Plan?.Steps ?? [], step => Assert.Contains(step.Title, page));
        Assert.All(review.Output.Plan?.Steps ?? [], step => Assert.Contains(step.Advice, page));
        Assert.All(review.Output.Failures?.Rows ?? [], row => Assert.All(row.Hosts, host => Assert.Contains(host, page)));
        Assert.NotEmpty(review.Findings ?? []);
        Assert.All(review.Findings ?? [], finding => Assert.Contains(finding.Message, page));
    }

    [Fact]
    public void Every_line_of_every_difference_is_on_the_page()
    {
        var page = Shown(Reviewed.Page(Reviewed.Whole));
        var diffs = Reviewed.Output.Tree.Files.Where(file => file.Key.StartsWith("diffs/", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(diffs);
        Assert.All(
            diffs.SelectMany(diff => Encoding.UTF8.GetString(diff.Value.Content.Span).Split('\n')[2..^1]),
            line => Assert.Contains(line, page));
    }

    [Fact]
    public void A_step_says_what_it_restarts()
    {
        var page = Shown(Reviewed.Page(Reviewed.Whole));
        Assert.Contains("starts kube-apiserver.service on k8s-master2", page);
        Assert.Contains("restarts kubelet.service, kube-proxy.service on k8s-node1", page);
        Assert.Contains("restarts kube-scheduler.service on k8s-master1 if it leads", page);
        Assert.Contains("restarts nothing", page);
    }

    [Fact]
    public void A_change_shows_what_diff_shows()
    {
        var change = Reviewed.Change.Change ?? throw new InvalidOperationException();
        var page = Shown(Reviewed.Page(Reviewed.Change));
        string[] lines =
        [
            .. change.Topology.Select(line => line.ToString()),
            .. EffectLines.Of(change),
            .. change.Outlook.Api,
            .. change.Outlook.Watches,
            .. change.Outlook.Etcd,
            .. change.Outlook.Rollback,
            .. change.Outlook.Warnings,
            .. change.Hosts.SelectMany(host => host.Files).Where(file => file.After?.Class != FileClass.Directory).Select(file => file.Path),
            .. change.Hosts.SelectMany(host => host.Files)
                .Where(file => !file.Diff.IsEmpty)
                .SelectMany(file => Encoding.UTF8.GetString(file.Diff.Span).Split('\n')[2..^1]),
            .. change.Driver.Select(file => file.Path),
        ];
        Assert.NotEmpty(change.Outlook.Warnings);
        Assert.All(lines, line => Assert.Contains(line, page));
    }

    [Fact]
    public void The_identity_of_the_output_is_on_the_page() =>
        Assert.Contains($"<code>{ResultDigests.Identity(Reviewed.Change.Output.Tree)}</code>", Reviewed.Page(Reviewed.Change));

    [Fact]
    public void Without_the_topology_the_findings_are_not_known() =>
        Assert.Contains("Not known: the topology is not at hand", Reviewed.Page(Reviewed.Whole with { Findings = null }));

    [Fact]
    public void The_same_review_gives_the_same_bytes() => Assert.Equal(Reviewed.Page(Reviewed.Change), Reviewed.Page(Reviewed.Change));

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_text_of_a_host_becomes_a_part_of_the_page(string text) =>
        Assert.Equal(Parts(Reviewed.Page(Reviewed.Hostile("x"))), Parts(Reviewed.Page(Reviewed.Hostile(text))));

    [Fact]
    public void A_character_that_turns_the_text_is_shown_as_a_question_mark() =>
        Assert.DoesNotContain(Reviewed.Page(Reviewed.Hostile("a\u202eb")).Split("<section aria-labelledby=\"files\"")[1], "+a\u202eb");

    [Fact]
    public void The_policy_allows_its_own_style_and_script_and_nothing_else()
    {
        var page = Reviewed.Page(Reviewed.Whole);
        Assert.Contains(
            "content=\"default-src 'none'; img-src data:; style-src 'sha256-"
                + $"{Digest(Style().Match(page).Groups[1].Value)}'; script-src 'sha256-{Digest(Script().Match(page).Groups[1].Value)}'; ",
            page);
        Assert.DoesNotMatch("(srcset|href)=\"(?!#)|src=\"(?!data:image/svg)|url\\(|@import|<link| style=| on[a-z]+=", page);
    }

    [Fact]
    public void Many_workers_that_are_alike_are_one_entry()
    {
        var page = Reviewed.Page(Reviewed.Large);
        Assert.Contains("w157", page);
        Assert.Equal(Regex.Count(Reviewed.Page(Reviewed.Whole), "<details class=\"card group\""), Regex.Count(page, "<details class=\"card group\""));
    }

    private static string Shown(string page) => WebUtility.HtmlDecode(page);

    private static string Digest(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string[] Parts(string page) => [.. Tag().Matches(page).Select(match => match.Value)];

    // An element with its attributes.
    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
