using Generator.Tests.Support;
using Generator.Tests.Tools;

namespace Generator.Tests.Applying;

/// <summary>The lines of a rollout that the engine answers, as the plan has them.</summary>
public class EngineAskTests
{
    private const string Parts = "wire/15-forms.sh host-engine/10-say.sh host-engine/12-clock.sh host-engine/97-ask.sh";

    // The line, the code, and what is answered. A gate and an action are one function each.
    [Theory]
    [InlineData("gate\t3\tall\talways\tis-here\ta\t0\t/etc/x", 0, "event\ta\tgate\tok\t-\tis-here /etc/x")]
    [InlineData("gate\t3\tb\tchanged\tis-here\ta\t0", 1, "event\ta\tgate\tfailed\t-\tis-here: not here")]
    [InlineData("new-when\t3\tb\talways\tis-here\ta\t0\t/etc/x", 0, "event\ta\tgate\tok\t-\tis-here /etc/x")]
    [InlineData("done-when\t3\twhole\talways\tis-here\ta\t0\t/etc/x", 0, "event\ta\tgate\tok\t-\tis-here /etc/x")]
    [InlineData("undone\t3\tb\tpresent\tis-here\ta\t0\t/etc/x", 0, "event\ta\tgate\tok\t-\tis-here /etc/x")]
    [InlineData("do\t3\tb\tdiffers\tput-there\ta\t/etc/x\tb", 0, "event\ta\taction\tok\tjoined-already\tput-there /etc/x b: it is there")]
    [InlineData("undo\t3\tb\tnew\tput-there\ta\tfails", 1, "event\ta\taction\tfailed\t-\tput-there fails: no room")]
    [InlineData("gate\t3\tall\talways\tis-gone\ta\t0", 1, "event\ta\task\trefused\tunknown-record")]
    [InlineData("do\t3\tall\talways\tis-here\ta\t/etc/x", 1, "event\ta\task\trefused\tunknown-record")]
    [InlineData("gate\t3\tall\talways\tis-here\tb\t0\t/etc/x", 1, "event\ta\task\trefused\twrong-host")]
    [InlineData("gate\tx\tall\talways\tis-here\ta\t0\t/etc/x", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("gate\t3\ta;b\talways\tis-here\ta\t0\t/etc/x", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("gate\t3\tall\tAl ways\tis-here\ta\t0\t/etc/x", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("gate\t3\tall\talways\tis-here\ta\tsoon\t/etc/x", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("gate\t3\tall\talways\tis-here\ta\t0\t$(id)", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("gate\t3\tall\talways\tis-here\ta\t0\t--kubeconfig=/x", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("gate\t3\tis-here\ta\t0", 1, "event\ta\task\trefused\tbad-record")]
    [InlineData("deliver\t3\tall\talways\tis-here\ta", 1, "event\ta\task\trefused\tunknown-record")]
    public void A_line_of_the_plan_is_answered_as_it_is(string line, int code, string answer)
    {
        var (ended, text) = Tool.Run(
            "bash",
            "-c",
            $$"""
            set -euo pipefail
            export LC_ALL=C
            readonly REFUSED=1 STARTED_AT=0
            HOST=a EVENTS=yes
            exec 3>&1
            cd '{{Repository.Path("templates")}}'; for part in {{Parts}}; do . "./$part"; done
            gate_is_here() { [[ ${1-} == /etc/x ]] || because "not here"; }
            action_put_there() { [[ $1 != fails ]] || because "no room" || return 1; WHY="it is there" OUTCOME=joined-already; }
            command_ask <<'LINE'
            {{line}}
            LINE
            """.ReplaceLineEndings("\n"));
        Assert.Equal(code, ended);
        Assert.StartsWith(answer, text, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(character => character == '\n'));
    }
}
