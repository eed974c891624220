using System.Net;
using System.Text.RegularExpressions;
using Generator.Core.Reporting.Verifications;
using Generator.Core.Verifying;
using Generator.Tests.Tools;

namespace Generator.Tests.Verifications;

/// <summary>A browser judges the page: it fits, it folds, it can be read, and no text of a host becomes a part of it.</summary>
public sealed partial class VerificationPageTests : IDisposable
{
    // Every page is in frames of several widths.
    private const string Script = """
        function folds(say, page) {
          const all = [...page.querySelectorAll('details')], content = one => one.querySelector('summary ~ *');
          for (const one of all) {
            if (one.open || content(one).checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) say('a list is not folded');
            one.querySelector('summary').click();
            if (!one.open || content(one).getBoundingClientRect().height === 0) say('a list does not unfold');
          }
          return all.length;
        }

        addEventListener('load', () => {
          let lists = 0;
          for (const frame of document.querySelectorAll('iframe')) {
            const page = frame.contentDocument, say = text => faults.push(`${frame.id}: ${text}`);
            judge(say, page);
            lists += folds(say, page);
            judge(say, page);
            if (page.querySelector('script, img, link, iframe, [onclick], [onerror]')) say('a text has become an element');
          }
          const dark = matchMedia('(prefers-color-scheme: dark)').matches;
          const frames = document.querySelectorAll('iframe').length;
          const said = [`${frames} frames, ${lists} lists, ${dark ? 'dark' : 'light'}`, ...faults].join('\n');
          document.body.replaceChildren(Object.assign(document.createElement('pre'), { textContent: said }));
        });
        """;

    private static readonly int[] Widths = [360, 768, 1200];

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-page-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void A_browser_finds_the_page_whole_folded_and_legible_at_every_width(string scheme)
    {
        Verification[] verifications = [Samples.Rich, Samples.Healthy, Samples.Hostile(new string('x', 200))];
        string[] pages = [.. verifications.Select(verification => VerificationPage.Of(verification, "out"))];
        var lists = pages.Sum(page => Regex.Count(page, "<details")) * Widths.Length;
        Assert.Equal([$"{pages.Length * Widths.Length} frames, {lists} lists, {scheme}"], Judged(pages, scheme));
    }

    [Fact]
    public void A_browser_finds_no_element_that_a_host_has_written()
    {
        string[] texts =
        [
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onclick='alert(1)",
            "</style></title><script>alert(1)</script>",
            "{{ Head.Cluster }}<!--",
        ];
        string[] pages = [.. texts.Select(text => VerificationPage.Of(Samples.Hostile(text), text))];
        Assert.Single(Judged(pages, "light"));
        Assert.All(pages, page => Assert.Equal(Tags(VerificationPage.Of(Samples.Hostile("x"), "x")), Tags(page)));
    }

    [Fact]
    public void A_browser_finds_a_fault()
    {
        // The policy of the page would refuse the fault.
        var page = Policy().Replace(VerificationPage.Of(Samples.Rich, "out"), "");
        string[] pages =
        [
            page.Replace("</h1>", "</h1><p style=\"width: 2000px\">wide</p>", StringComparison.Ordinal),
            page.Replace("--text: #1c2128", "--text: #cccccc", StringComparison.Ordinal),
            page.Replace("<details ", "<details open ", StringComparison.Ordinal),
            page.Replace("</h1>", "</h1><script></script>", StringComparison.Ordinal),
        ];
        var faults = Judged(pages, "light");
        string[] expected = ["the page is 20", "cannot be read", "a list is not folded", "a text has become an element"];
        for (var i = 0; i < pages.Length; i++)
            Assert.Contains(
                faults,
                line => line.StartsWith($"page {i} at 360: ", StringComparison.Ordinal) && line.Contains(expected[i], StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_asks_for_nothing_from_elsewhere() =>
        Assert.DoesNotMatch("(src|srcset|href)=\"(?!#)|url\\(|@import|<script|<link", VerificationPage.Of(Samples.Rich, "out"));

    private static string[] Tags(string page) => [.. Tag().Matches(page).Select(match => match.Groups[1].Value)];

    private string[] Judged(string[] pages, string scheme)
    {
        var frames = pages.SelectMany((page, i) => Widths.Select(width =>
            $"<iframe id=\"page {i} at {width}\" style=\"width: {width}px; height: 800px; border: 0\" "
            + $"srcdoc=\"{WebUtility.HtmlEncode(page)}\"></iframe>"));
        return Browser.Said(scratch, $"<script>{Browser.Judging}{Script}</script><body>{string.Concat(frames)}", scheme);
    }

    [GeneratedRegex("<meta http-equiv[^>]*>")]
    private static partial Regex Policy();

    [GeneratedRegex("<(/?[a-z0-9]+)")]
    private static partial Regex Tag();
}
