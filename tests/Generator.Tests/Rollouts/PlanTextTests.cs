using System.Collections.Immutable;
using Generator.Core.Rollout;
using Generator.Tests.Support;

namespace Generator.Tests.Rollouts;

/// <summary>What is written into rollout.plan is read again.</summary>
public class PlanTextTests
{
    public static TheoryData<string> Names => [.. Case.Compiling.Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plan_of_a_case_is_read_as_it_was_written(string name)
    {
        var text = System.Text.Encoding.UTF8.GetString(Case.Of(name).Output.Files["rollout.plan"].Content.Span);
        Assert.Equal(text, RolloutPlanText.Write(RolloutPlanText.Read(text)));
    }

    // The kinds that no case has are read and written as well.
    [Fact]
    public void Every_kind_reads_what_it_writes()
    {
        Assert.All(RolloutKinds.Gates.Values, kind => Same(kind.Name, given => kind.Read("h1", 7, given)));
        Assert.All(RolloutKinds.Actions.Values, kind => Same(kind.Name, given => kind.Read("h1", given)));
    }

    [Theory]
    [InlineData("gate\t1\tall\talways\tdance\th1\t0")]
    [InlineData("gate\t1\tall\talways\tready\th1\t0\thttps://a/readyz")]
    [InlineData("gate\t1\tall\talways\tdigests\th1\t0\tmore")]
    [InlineData("gate\t1\tall\tsometimes\tdigests\th1\t0")]
    [InlineData("gate\t1\tall\talways\tdigests\th1\tx")]
    [InlineData("do\t1\tall\talways\tready\th1\t0")]
    public void A_line_without_a_form_is_refused(string line)
    {
        const string Head = "haplane-rollout\t2\tc\nsource\th1\nkubectl\t/usr/bin/kubectl\nhost\th1\troot\t22\t10.0.0.1\t-\t-\n"
            + "step\t1\tfinal\tstop\tTitle\tAdvice\n";
        Assert.Single(RolloutPlanText.Read($"{Head}gate\t1\tall\talways\tdigests\th1\t0\n").Steps);
        Assert.Throws<FormatException>(() => RolloutPlanText.Read($"{Head}{line}\n"));
    }

    private static void Same(string name, Func<Arguments, Instruction> read)
    {
        foreach (var word in new[] { "a", "node", "none", "run", "5" })
        {
            for (var count = 0; count < 8; count++)
            {
                if (Read(read, [.. Enumerable.Repeat(word, count)]) is not { } kind)
                    continue;
                Assert.Equal(name, kind.Kind);
                Assert.Equal(Enumerable.Repeat(word, count), kind.Arguments);
                return;
            }
        }

        // A delivery has arguments of several closed sets.
        var deliver = read(new Arguments(["node", "a.service,b.service", "restart", "-", "place,edit", "-"]));
        Assert.Equal(["node", "a.service,b.service", "restart", "-", "place,edit", "-"], deliver.Arguments);
    }

    private static Instruction? Read(Func<Arguments, Instruction> read, ImmutableArray<string> words)
    {
        try
        {
            var given = new Arguments(words);
            var kind = read(given);
            given.End();
            return kind;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
