using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Binding;

/// <summary>The keys of a waiver.</summary>
internal static class WaiverKeys
{
    internal static readonly ScalarKey<RuleCode> Rule = new("rule", "the code of the rule") { IsRequired = true };
    internal static readonly ScalarKey<Sentence> Reason = new("reason", "why it is accepted") { IsRequired = true };

    internal static readonly Section All = new("a waiver", [Rule, Reason]);
}
