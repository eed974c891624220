using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Foundation.Syntax.Faults;

internal static class RefusedCharacter
{
    internal static readonly Fault Fault = new(
        "YML006",
        "a character that is invisible or changes the text direction",
        "A reviewer would see something other than what haplane reads.",
        "remove it; retype the line if it cannot be seen");

    internal static Diagnostic At(Location at, string name) => Fault.At(at, $"{name} is not allowed in this file");
}
