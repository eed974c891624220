using System.Net;
using System.Text.RegularExpressions;

namespace Generator.Tests.Tools;

/// <summary>A browser without a window and without a network, which runs a page that judges others.</summary>
internal static partial class Browser
{
    /// <summary>Functions for such a page: what leaves the page, and what cannot be read.</summary>
    // WCAG 2.1, 1.4.3: text of this size needs 4.5 to 1.
    internal const string Judging = """
        const faults = [];
        const parts = colour => colour.match(/[\d.]+/g).map(Number);
        const luminance = colour => {
          const [r, g, b] = parts(colour).slice(0, 3).map(part => part / 255)
            .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);

        function judge(say, page) {
          const style = element => page.defaultView.getComputedStyle(element);
          const paper = element => !element ? 'rgb(255, 255, 255)'
            : parts(style(element).backgroundColor)[3] === 0 ? paper(element.parentElement) : style(element).backgroundColor;
          const root = page.documentElement;
          if (root.scrollWidth > root.clientWidth) say(`the page is ${root.scrollWidth} wide`);
          for (const element of page.body.querySelectorAll('*')) {
            const box = element.getBoundingClientRect();
            if (box.right > root.clientWidth + 0.5 && !element.closest('.scroll *, pre *')) say(`${element.outerHTML.slice(0, 80)} leaves the page`);
            const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
            if (hasText && element.checkVisibility() && contrast(style(element).color, paper(element)) < 4.5)
              say(`${element.outerHTML.slice(0, 80)} cannot be read`);
          }
        }

        """;

    /// <summary>The lines that a page writes as its only pre element; the test is skipped where the browser is not installed.</summary>
    /// <param name="folder">A folder for the page and for the browser.</param>
    /// <param name="content">The page, from its script on.</param>
    /// <param name="scheme">light or dark.</param>
    internal static string[] Said(string folder, string content, string scheme)
    {
        Tool.Require("chromium");
        File.WriteAllText(Path.Combine(folder, "page.html"), $"<!doctype html><meta charset=\"utf-8\">{content}");
        var (_, text) = Tool.Run(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // A page judges others that are files next to it, and its timers run before it is written.
            "--allow-file-access-from-files",
            "--virtual-time-budget=30000",
            $"--user-data-dir={Path.Combine(folder, "profile")}",
            $"--blink-settings=preferredColorScheme={(scheme == "dark" ? 0 : 1)}",
            "--dump-dom",
            $"file://{folder}/page.html");
        var result = Result().Match(text);
        Assert.True(result.Success, text);
        return WebUtility.HtmlDecode(result.Groups[1].Value).Split('\n');
    }

    [GeneratedRegex("<pre>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Result();
}
