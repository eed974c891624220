namespace Generator.Core.Foundation.Diagnostics;

/// <summary>Another place that belongs to a finding.</summary>
/// <param name="Message">What is there, such as "first used here".</param>
/// <param name="At">Where.</param>
public sealed record RelatedPlace(string Message, Location At);
