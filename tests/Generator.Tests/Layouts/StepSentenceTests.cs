using Generator.Core.Layouts;
using Generator.Core.Ordering;

namespace Generator.Tests.Layouts;

/// <summary>A rollout can hold any verb and any question: each has a sentence, so that no page fails on a rare one.</summary>
public class StepSentenceTests
{
    [Fact]
    public void Every_verb_is_a_sentence() => Assert.All(
        Enum.GetValues<Verb>(),
        verb => Assert.StartsWith("host1: ", StepSentence.Of(new RolloutAction("host1", verb, "one", "two"))));

    [Fact]
    public void Every_question_is_a_sentence() => Assert.All(
        Enum.GetValues<Question>(),
        question => Assert.StartsWith("host1: ", StepSentence.Of(new Gate("host1", question, 0, "one", "two"))));
}
