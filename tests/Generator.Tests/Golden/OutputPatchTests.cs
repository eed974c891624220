using System.Collections.Immutable;
using CsCheck;

namespace Generator.Tests.Golden;

public class OutputPatchTests
{
    // Few different lines, so that the same line is in many places.
    private static readonly Gen<string> Text = Gen.OneOf("a", "b", "-c", "=== d", "@@", "").Array[0, 12].Select(lines => string.Join('\n', lines));

    private static readonly Gen<ImmutableSortedDictionary<string, string>> Output = Gen
        .Select(Gen.OneOf("hosts/h1.plan", "hosts/h2.plan", "hosts/h1/etc/f", "hosts/h2/etc/f", "README.md"), Text)
        .Array[0, 5]
        .Select(files => files
            .DistinctBy(file => file.Item1)
            .ToImmutableSortedDictionary(file => file.Item1, file => file.Item2, StringComparer.Ordinal));

    [Fact]
    public void A_patch_makes_the_output_that_it_was_made_for() =>
        Gen.Select(Output, Output)
            .Sample((old, now) => OutputPatch.Apply(old, OutputPatch.Between(old, now)).SequenceEqual(now), iter: 20000, threads: 1);

    [Fact]
    public void A_change_elsewhere_in_the_old_lines_leaves_a_patch_as_it_is()
    {
        var patch = LinePatch.Between(["one", "two", "three", "four"], ["one", "two", "3", "four"]).ToArray();
        Assert.Equal(["@@", "-three", "+3"], patch);
        Assert.Equal(["zero", "one", "2", "3", "four"], LinePatch.Apply(["zero", "one", "2", "three", "four"], patch));
    }

    [Fact]
    public void A_patch_whose_old_line_is_gone_is_refused_with_its_hunk() =>
        Assert.Contains("-three", Assert.Throws<InvalidDataException>(() => LinePatch.Apply(["one"], ["@@", "-three", "+3"])).Message);

    [Fact]
    public void A_new_file_is_described_by_the_file_of_another_host()
    {
        var old = ImmutableSortedDictionary<string, string>.Empty.Add("hosts/lb1/etc/nginx/nginx.conf", "a\nb\nlisten 1\n");
        var patch = OutputPatch.Between(old, old.Add("hosts/lb2/etc/nginx/nginx.conf", "a\nb\nlisten 2\n"));
        Assert.Equal("=== hosts/lb2/etc/nginx/nginx.conf (like hosts/lb1/etc/nginx/nginx.conf)\n@@\n-listen 1\n+listen 2\n", patch);
    }
}
