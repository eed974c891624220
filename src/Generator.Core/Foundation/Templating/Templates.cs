using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Scriban;
using Scriban.Functions;
using Scriban.Runtime;
using Scriban.Syntax;

namespace Generator.Core.Foundation.Templating;

/// <summary>
/// Renders the embedded templates. The only class that knows Scriban. A template sees only its record: no clock, no file, no random
/// number, no other template. A name that its record lacks is an error and not an empty text.
/// </summary>
internal static class Templates
{
    private const string Folder = "templates/";
    private static readonly Assembly Home = typeof(Templates).Assembly;

    // The functions for templates: none reads the clock, returns random values, evaluates text or reaches another template. Scriban finds its
    // own functions by reflection, which takes longer than compiling the example.
    private static readonly ScriptObject Functions = new()
    {
        ["array"] = new ScriptObject
        {
            ["size"] = new Function(1, values => values[0] is IEnumerable list ? ArrayFunctions.Size(list) : null),
            ["join"] = new Function(2, values => values[0] is IEnumerable list ? string.Join($"{values[1]}", list.Cast<string>()) : null),
        },
        ["html"] = new ScriptObject { ["escape"] = new Function(1, values => HtmlFunctions.Escape($"{values[0]}")) },
    };

    /// <summary>The names of all templates.</summary>
    internal static IEnumerable<string> Names =>
        Home.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Order(StringComparer.Ordinal);

    /// <summary>The text of a template.</summary>
    internal static string Source(string name) => Embedded(Folder + name);

    /// <summary>The text of an embedded file.</summary>
    internal static string Embedded(string name)
    {
        using var stream = Home.GetManifestResourceStream(name) ?? throw new ArgumentException($"unknown file {name}", nameof(name));
        using var reader = new System.IO.StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The text of a template for a record.</summary>
    /// <exception cref="InvalidOperationException">The template has a fault, which the tests find before a release.</exception>
    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "The published program keeps this whole assembly, including the members of the records.")]
    [UnconditionalSuppressMessage(
        "AOT", "IL3050", Justification = "No generic type is created at run time: the records hold strings, numbers, switches and immutable arrays.")]
    internal static string Render(string name, object view)
    {
        var template = Template.Parse(Source(name), name);
        if (template.HasErrors)
            throw new InvalidOperationException(string.Join('\n', template.Messages));
        var context = new TemplateContext(Functions)
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

    private sealed class Function(int parameters, Func<ScriptArray, object?> call) : IScriptCustomFunction
    {
        public int RequiredParameterCount => parameters;

        public int ParameterCount => parameters;

        public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

        public Type ReturnType => typeof(object);

        public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), "value");

        public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
            call(arguments);

        public System.Threading.Tasks.ValueTask<object?> InvokeAsync(
            TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
            new(Invoke(context, callerContext, arguments, blockStatement));
    }
}
