using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Scriban;
using Scriban.Runtime;

namespace Generator.Core.Templating;

/// <summary>
/// Renders the embedded templates. The only file that knows Scriban. A template sees the record that it is given and nothing else: no
/// clock, no file, no chance, no other template; a name that its record lacks is an error and not an empty text.
/// </summary>
internal static class Templates
{
    private const string Folder = "templates/";
    private static readonly Assembly Home = typeof(Templates).Assembly;

    // What a template may call: nothing that reads the clock, rolls dice, evaluates text or reaches another template.
    private static readonly FrozenSet<string> Functions = new[] { "array", "string", "math", "html" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names of all templates.</summary>
    internal static IEnumerable<string> Names =>
        Home.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name => name[Folder.Length..]).Order(StringComparer.Ordinal);

    /// <summary>The text of a template.</summary>
    internal static string Source(string name)
    {
        using var stream = Home.GetManifestResourceStream(Folder + name)
            ?? throw new ArgumentException($"there is no template {name}", nameof(name));
        using var reader = new System.IO.StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The text that a template makes of a record.</summary>
    /// <exception cref="InvalidOperationException">The template has a fault, which the tests find before anyone runs it.</exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The published program keeps this assembly, and so the records' members, whole.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "No generic type is made at run time: the records hold strings, numbers, switches and immutable arrays.")]
    internal static string Render(string name, object view)
    {
        var template = Template.Parse(Source(name), name);
        if (template.HasErrors)
            throw new InvalidOperationException(string.Join('\n', template.Messages));
        var context = new TemplateContext(Builtins())
        {
            StrictVariables = true,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedTargetAccess = false,
            EnableRelaxedFunctionAccess = false,
            LimitToString = 0,
            LoopLimit = 0,
            NewLine = "\n",
            AutoIndent = false,
            MemberRenamer = member => member.Name,
        };
        var globals = new ScriptObject();
        globals.Import(view, renamer: member => member.Name);
        foreach (var member in globals.Keys.ToArray())
            globals.SetReadOnly(member, true);
        context.PushGlobal(globals);
        return template.Render(context);
    }

    private static ScriptObject Builtins()
    {
        var builtins = new ScriptObject();
        foreach (var (name, value) in TemplateContext.GetDefaultBuiltinObject().Where(member => Functions.Contains(member.Key)))
            builtins.SetValue(name, Quiet(name, value), readOnly: true);
        return builtins;
    }

    private static object? Quiet(string name, object? value)
    {
        if (name != "math" || value is not ScriptObject functions)
            return value;
        var quiet = (ScriptObject)functions.Clone(true);
        quiet.Remove("random");
        quiet.Remove("uuid");
        return quiet;
    }
}
