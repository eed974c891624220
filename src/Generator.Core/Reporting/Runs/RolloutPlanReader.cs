using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Reading.Deliveries;
using Generator.Core.Reading.Deliveries.Faults;
using Generator.Core.Rollout;

namespace Generator.Core.Reporting.Runs;

/// <summary>Reads rollout.plan of an output whose digests are proved first.</summary>
public static class RolloutPlanReader
{
    private const string Name = "rollout.plan";

    /// <summary>The rollout of an output, or what is wrong with the output.</summary>
    /// <param name="tree">The files of an <c>out/</c>.</param>
    public static Outcome<RolloutPlan> Read(FileTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (new[] { ResultDigests.Name, Name }.FirstOrDefault(name => !tree.Files.ContainsKey(name)) is { } missing)
            return Outcome.Of<RolloutPlan>(null, [NotAnOutput.Without(missing)]);
        if (ResultDigests.FirstChanged(tree) is { } changed)
            return Outcome.Of<RolloutPlan>(null, [OutputChanged.In(changed)]);
        try
        {
            return Outcome.Of(RolloutPlanText.Read(Encoding.UTF8.GetString(tree.Files[Name].Content.Span)), []);
        }
        catch (FormatException)
        {
            return Outcome.Of<RolloutPlan>(null, [OtherOutputForm.In(Name)]);
        }
    }
}
