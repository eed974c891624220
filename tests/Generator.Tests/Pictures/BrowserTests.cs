using Generator.Tests.Tools;

namespace Generator.Tests.Pictures;

/// <summary>A browser judges every picture with its own fonts: what fits, what overlaps, what can be read.</summary>
public sealed class BrowserTests : IDisposable
{
    // WCAG 2.1, 1.4.3: text of this size needs 4.5 to 1.
    private const string Script = """
        const faults = [];
        const luminance = colour => {
          const linear = part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map(part => linear(part / 255));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a, b) => (Math.max(luminance(a), luminance(b)) + 0.05) / (Math.min(luminance(a), luminance(b)) + 0.05);
        const holds = (outer, inner) =>
          outer.left <= inner.left && outer.top <= inner.top && inner.right <= outer.right && inner.bottom <= outer.bottom;
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const place = element => element.getBoundingClientRect();
        const fill = element => getComputedStyle(element).fill;

        function judge(name, svg) {
          const say = text => faults.push(`${name}: ${text}`);
          const texts = [...svg.querySelectorAll('text')], rects = [...svg.querySelectorAll('rect')];
          for (const element of svg.querySelectorAll('text, rect, path'))
            if (!holds(place(svg), place(element))) say(`${element.outerHTML} leaves the picture`);
          for (const text of texts) {
            const box = text.parentNode.querySelector('rect.box:not(.behind)'), before = text.previousElementSibling;
            if (text.parentNode.localName === 'g' && !holds(place(box), place(text))) say(`${text.textContent} leaves its box`);
            if (before.matches('.pill') && !(place(before).left <= place(text).left && place(text).right <= place(before).right))
              say(`${text.textContent} leaves its pill`);
            for (const pill of rects.filter(rect => rect.matches('.pill') && rect !== before))
              if (meet(place(pill), place(text))) say(`${text.textContent} meets a pill`);
            const below = rects.filter(rect => holds(place(rect), place(text)) && fill(rect) !== 'none').at(-1);
            if (!below || contrast(fill(text), fill(below)) < 4.5) say(`${text.textContent} cannot be read on ${below && fill(below)}`);
          }
          texts.forEach((text, i) => texts.slice(i + 1)
            .filter(other => meet(place(text), place(other)))
            .forEach(other => say(`${text.textContent} meets ${other.textContent}`)));
          return texts.length;
        }

        addEventListener('load', () => {
          let texts = 0, pictures = 0;
          for (const section of document.querySelectorAll('section')) {
            const svg = section.querySelector('svg'), image = section.querySelector('img');
            texts += judge(section.id, svg);
            pictures += 1;
            if (image.naturalWidth !== svg.width.baseVal.value) faults.push(`${section.id}: as an image it is ${image.naturalWidth} wide`);
          }
          const dark = matchMedia('(prefers-color-scheme: dark)').matches;
          const counted = `${pictures} pictures, ${texts > 9 * pictures}, ${dark ? 'dark' : 'light'}`;
          document.body.replaceChildren(Object.assign(document.createElement('pre'), { textContent: [counted, ...faults].join('\n') }));
        });
        """;

    private readonly string scratch = Directory.CreateTempSubdirectory("haplane-browser-").FullName;

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void A_browser_finds_every_picture_whole_and_legible(string scheme)
    {
        var pictures = Drawings.Names.ToDictionary(name => name, name => Drawings.Of(name).Svg);
        Assert.Equal([$"{pictures.Count} pictures, true, {scheme}"], Judged(pictures, scheme));
    }

    [Fact]
    public void A_browser_finds_a_fault()
    {
        var svg = Drawings.Of("starter").Svg;
        (string Name, string Old, string Wrong, string Fault)[] faults =
        [
            (
                "long",
                ">k8s-master1<",
                ">k8s-master1 and a name that is too long for it<",
                "k8s-master1 and a name that is too long for it leaves its box"),
            ("wide", ">source<", ">source of the others<", "source of the others leaves its pill"),
            ("near", ">192.168.3.171:6443<", " dy=\"-12\">192.168.3.171:6443<", "k8s-master1 meets 192.168.3.171:6443"),
            ("badge", "x=\"84\" y=\"706\"", "x=\"84\" y=\"736\"", "k8s-master1 meets a pill"),
            ("outside", "x=\"28\" y=\"46\"", "x=\"1200\" y=\"46\"", "runbook</text> leaves the picture"),
        ];
        Assert.All(faults, fault => Assert.Contains(fault.Old, svg));
        var result = Judged(
            faults.ToDictionary(fault => fault.Name, fault => svg.Replace(fault.Old, fault.Wrong, StringComparison.Ordinal)), "light");
        Assert.All(
            faults,
            fault => Assert.Contains(
                result,
                line => line.StartsWith($"{fault.Name}: ", StringComparison.Ordinal) && line.EndsWith(fault.Fault, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_browser_finds_a_text_that_cannot_be_read()
    {
        var pale = Drawings.Of("starter").Svg.Replace("text { fill: #1f2328; }", "text { fill: #cccccc; }", StringComparison.Ordinal);
        Assert.Contains("pale: k8s-master1 cannot be read on rgb(255, 255, 255)", Judged(new() { ["pale"] = pale }, "light"));
    }

    private string[] Judged(Dictionary<string, string> pictures, string scheme)
    {
        foreach (var (name, svg) in pictures)
            File.WriteAllText(Path.Combine(scratch, $"{name}.svg"), svg);
        var sections = string.Concat(
            pictures.Select(picture => $"<section id=\"{picture.Key}\">{picture.Value}<img src=\"{picture.Key}.svg\" alt=\"\"></section>"));
        return Browser.Said(scratch, $"<script>{Script}</script><body>{sections}", scheme);
    }
}
