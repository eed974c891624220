using Generator.Core.Diagnostics;
using Generator.Core.Values;

namespace Generator.Core.Model;

/// <summary>A finding that the user accepts.</summary>
/// <param name="At">The entry that declares it.</param>
/// <param name="Rule">The code of the rule.</param>
/// <param name="Reason">Why it is accepted.</param>
public sealed record Waiver(Location At, Located<RuleCode> Rule, Located<Sentence> Reason);
