using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;

namespace Generator.Core.Reading.Model;

/// <summary>An accepted finding.</summary>
/// <param name="At">The entry that declares it.</param>
/// <param name="Rule">The code of the rule.</param>
/// <param name="Reason">Why it is accepted.</param>
public sealed record Waiver(Location At, Located<RuleCode> Rule, Located<Sentence> Reason);
