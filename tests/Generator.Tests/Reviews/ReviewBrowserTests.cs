using System.Text.RegularExpressions;
using Generator.Core.Reporting.Reviews;
using Generator.Tests.Tools;

namespace Generator.Tests.Reviews;

/// <summary>A browser judges the page and uses it: folds, links, search by keyboard; at every width, in both colour schemes.</summary>
public sealed class ReviewBrowserTests : IDisposable
{
    private const string Script = """
        const pause = () => new Promise(resolve => setTimeout(resolve, 400));
        const isShown = element => element.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true});

        function press(page, element, key) {
          element.dispatchEvent(new page.defaultView.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        }

        async function type(page, text) {
          const search = page.getElementById('search');
          search.value = text;
          search.dispatchEvent(new page.defaultView.Event('input', { bubbles: true }));
          await pause();
        }

        function folds(say, page) {
          const all = [...page.querySelectorAll('details')];
          for (const one of all) {
            if (one.open) say('a list is not folded');
            const inner = one.querySelector('summary ~ *');
            one.querySelector('summary').click();
            for (let outer = one; outer; outer = outer.parentElement.closest('details')) outer.open = true;
            if (!one.open || (inner && inner.getBoundingClientRect().height === 0)) say('a list does not unfold');
            all.forEach(other => { other.open = false; });
          }
          page.getElementById('open').click();
          if (all.some(one => !one.open)) say('not all lists unfold');
          return all.length;
        }

        function links(say, page) {
          const all = [...page.querySelectorAll('a[href]')].map(link => link.getAttribute('href'));
          for (const link of all) if (link[0] !== '#' || !page.getElementById(link.slice(1))) say(`${link} leads nowhere`);
          return all.length;
        }

        async function searches(say, page) {
          const search = page.getElementById('search'), items = [...page.querySelectorAll('[data-item]')];
          press(page, page.body, '/');
          if (page.activeElement !== search) say('the key / does not lead to the search');
          await type(page, 'NGINX.conf');
          const found = items.filter(item => item.textContent.toLowerCase().includes('nginx.conf'));
          const shown = items.filter(isShown);
          if (found.length === 0 || found.some(item => !shown.includes(item))) say('an entry is not found');
          if (shown.some(item => !found.includes(item) && !item.closest('details.group'))) say('an entry is found in error');
          if (!page.getElementById('found').textContent.startsWith(`${found.length} of ${items.length} `)) say('the count is wrong');
          await type(page, 'no such text');
          if (items.some(isShown)) say('a text is found that is nowhere');
          press(page, search, 'Escape');
          if (search.value || items.some(item => item.hidden)) say('the key Escape does not end the search');
        }

        async function reveals(say, page) {
          const last = [...page.querySelectorAll('details[id]')].at(-1);
          last.open = false;
          page.defaultView.location.hash = last.id;
          await pause();
          if (!last.open) say('a link into a fold does not open it');
        }

        addEventListener('load', async () => {
          let lists = 0, all = 0;
          for (const frame of document.querySelectorAll('iframe')) {
            const page = frame.contentDocument, say = text => faults.push(`${frame.id}: ${text}`);
            if (page.querySelector('img').naturalWidth < 300) say('there is no picture');
            if (page.querySelectorAll('script, img').length !== 2 || page.querySelector('link, iframe, [onclick], [onerror]'))
              say('a text has become an element');
            judge(say, page);
            lists += folds(say, page);
            judge(say, page);
            all += links(say, page);
            if (!frame.id.includes('hostile')) await searches(say, page);
            await reveals(say, page);
          }
          const dark = matchMedia('(prefers-color-scheme: dark)').matches;
          const said = [`${lists} lists, ${all} links, ${dark ? 'dark' : 'light'}`, ...faults].join('\n');
          document.body.replaceChildren(Object.assign(document.createElement('pre'), { textContent: said }));
        });
        """;

    private static readonly int[] Widths = [360, 1200];

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-review-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void A_browser_folds_follows_searches_and_reads_the_page_at_every_width(string scheme)
    {
        Dictionary<string, Review> reviews = new()
        {
            ["whole"] = Reviewed.Whole,
            ["change"] = Reviewed.Change,
            ["hostile"] = Reviewed.Hostile("\"><img src=x onerror=alert(1)></pre><script>alert(1)</script>"),
        };
        var pages = reviews.ToDictionary(review => review.Key, review => Reviewed.Page(review.Value));
        int Count(string pattern) => pages.Values.Sum(page => Regex.Count(page, pattern)) * Widths.Length;
        Assert.Equal([$"{Count("<details")} lists, {Count("<a ")} links, {scheme}"], Said(pages, scheme));
    }

    [Fact]
    public void A_browser_finds_a_fault()
    {
        var page = Reviewed.Page(Reviewed.Whole);
        Dictionary<string, string> pages = new()
        {
            ["link"] = page.Replace("href=\"#steps\"", "href=\"#stairs\"", StringComparison.Ordinal),
            ["fold"] = page.Replace("<details ", "<details open ", StringComparison.Ordinal),
            ["script"] = page.Replace("'use strict';", "'use strict'; ", StringComparison.Ordinal),
        };
        var said = Said(pages, "light");
        Assert.Contains("link at 360: #stairs leads nowhere", said);
        Assert.Contains("fold at 360: a list is not folded", said);
        Assert.Contains("script at 360: the key / does not lead to the search", said);
    }

    private string[] Said(Dictionary<string, string> pages, string scheme)
    {
        foreach (var (name, page) in pages)
            File.WriteAllText(Path.Combine(scratch, $"{name}.html"), page);
        var frames = pages.Keys.SelectMany(name => Widths.Select(width =>
            $"<iframe id=\"{name} at {width}\" style=\"width: {width}px; height: 800px; border: 0\" src=\"{name}.html\"></iframe>"));
        return Browser.Said(scratch, $"<script>{Browser.Judging}{Script}</script><body>{string.Concat(frames)}", scheme);
    }
}
