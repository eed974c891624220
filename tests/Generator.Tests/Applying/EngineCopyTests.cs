using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>Whether the engine needs a copy from the source, where the plan has no digest of it.</summary>
public class EngineCopyTests
{
    private const string Seen = "seen";

    // What the plan wants, what is on the disk, what was delivered last; whether a plan is done without a copy, and whether one is asked for.
    [Theory]
    [InlineData(Seen, Seen, "", true, false)]
    [InlineData(Seen, "other", "", false, true)]
    [InlineData(Seen, "absent", "", false, true)]
    [InlineData("-", Seen, "", false, true)]
    [InlineData("-", Seen, "other", false, true)]
    [InlineData("-", "absent", Seen, false, true)]
    [InlineData("-", Seen, Seen, true, true)]
    public void A_secret_without_a_digest_is_asked_for_and_is_no_difference_once_it_was_delivered(
        string wanted, string disk, string last, bool isRight, bool isAsked)
    {
        var engine = Repository.Path("templates", "host-engine");
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $$"""
            . '{{engine}}/40-compare.sh'; . '{{engine}}/96-copies.sh'
            E_PATH=() W_PATH=(/a) W_NAME=(/a) W_SUM=({{wanted}}) W_MODE=(-) W_OWNER=(-)
            declare -A SEEN_DIGEST=([/a]={{disk}}) SEEN_MODE=()
            [[ -z '{{last}}' ]] || LAST[/a]='{{last}}'
            has_edits() { return 1; }
            if is_right_without_copy 0 '{{disk}}'; then printf right; else printf wrong; fi
            if is_here 0; then printf ' here'; else printf ' asked'; fi
            """);
        Assert.Equal(0, code);
        Assert.Equal($"{(isRight ? "right" : "wrong")} {(isAsked ? "asked" : "here")}", text);
    }

    // What was delivered last and is on the disk, and whether the plan knows what was there before it. A copy that has not arrived hides no edit.
    [Theory]
    [InlineData("wanted", "absent", "", "missing")]
    [InlineData("wanted", "wanted", "", "same")]
    [InlineData("wanted", "other", "", "missing")]
    [InlineData("wanted", "earlier", "earlier", "missing")]
    [InlineData("wanted", "absent", "earlier", "missing")]
    [InlineData("wanted", "edited", "wanted", "drift")]
    [InlineData("wanted", "edited", "earlier", "drift")]
    [InlineData("-", "edited", "earlier", "drift")]
    public void A_copied_file_that_was_changed_on_the_host_has_drifted_before_its_copy_arrives(string wanted, string disk, string last, string state)
    {
        var engine = Repository.Path("templates", "host-engine");
        var (code, text) = Tool.Run(
            "bash",
            "-c",
            $$"""
            . '{{engine}}/40-compare.sh'
            COPIED=/nowhere E_PATH=() W_PATH=(/a) W_NAME=(/a) W_KIND=(file) W_FROM=(copied) W_BEFORE=(any) W_SUM=({{wanted}}) W_MODE=(-)
            declare -A SEEN_DIGEST=([/a]={{disk}}) SEEN_MODE=()
            [[ '{{disk}}' != absent ]] || SEEN_DIGEST=()
            [[ -z '{{last}}' ]] || LAST[/a]='{{last}}'
            has_edits() { return 1; }
            look_again() { :; }
            compare_file 0
            printf '%s' "${S_STATE[0]}"
            """);
        Assert.Equal(0, code);
        Assert.Equal(state, text);
    }
}
