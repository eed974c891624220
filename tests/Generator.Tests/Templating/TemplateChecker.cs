using System.Collections;
using System.Reflection;
using Scriban;
using Scriban.Syntax;

namespace Generator.Tests.Templating;

/// <summary>
/// Type-checks every branch of a template against the record that it is given, whether a test would run that branch or not. A kind of
/// expression that it does not know is a fault: teach it first.
/// </summary>
internal sealed class TemplateChecker
{
    private static readonly string[] Functions = ["array", "string", "math", "html"];
    private readonly List<string> faults = [];
    private readonly Dictionary<string, Type> variables = new(StringComparer.Ordinal);
    private readonly Type view;

    private TemplateChecker(Type view) => this.view = view;

    internal static IReadOnlyList<string> Check(string name, string source, Type view)
    {
        var template = Template.Parse(source, name);
        if (template.HasErrors)
            return [.. template.Messages.Select(message => message.ToString())];
        var checker = new TemplateChecker(view);
        checker.Statement(template.Page?.Body);
        return checker.faults;
    }

    private void Statement(ScriptStatement? statement)
    {
        switch (statement)
        {
            case null or ScriptRawStatement or ScriptEscapeStatement or ScriptEndStatement:
                break;
            case ScriptBlockStatement block:
                foreach (var inner in block.Statements)
                    Statement(inner);
                break;
            case ScriptExpressionStatement expression:
                TypeOf(expression.Expression);
                break;
            case ScriptIfStatement choice:
                TypeOf(choice.Condition);
                Statement(choice.Then);
                Statement(choice.Else);
                break;
            case ScriptElseStatement otherwise:
                Statement(otherwise.Body);
                break;
            case ScriptForStatement loop:
                Loop(loop);
                break;
            default:
                Fault(statement, $"unknown statement {statement.GetType().Name}");
                break;
        }
    }

    private void Loop(ScriptForStatement loop)
    {
        var item = ItemOf(TypeOf(loop.Iterator));
        if (loop.Variable is ScriptVariable variable && item is not null)
        {
            variables[variable.Name] = item;
            Statement(loop.Body);
            variables.Remove(variable.Name);
        }
        else
        {
            Fault(loop, "this is no list");
        }
    }

    private Type? TypeOf(ScriptExpression? expression) => expression switch
    {
        ScriptLiteral literal => literal.Value?.GetType(),
        ScriptNestedExpression nested => TypeOf(nested.Expression),
        ScriptUnaryExpression unary => TypeOf(unary.Right),
        ScriptBinaryExpression binary => Both(binary),
        ScriptMemberExpression { Target: ScriptVariable { Name: "for" }, Member.Name: "first" or "last" } => typeof(bool),
        ScriptMemberExpression { Target: ScriptVariable { Name: var name } } when Functions.Contains(name) => typeof(Delegate),
        ScriptMemberExpression member => Member(member, TypeOf(member.Target), member.Member?.Name ?? ""),
        ScriptVariable variable => variables.TryGetValue(variable.Name, out var known) ? known : Member(variable, view, variable.Name),
        ScriptPipeCall pipe => Piped(pipe),
        ScriptFunctionCall call => Called(call),
        _ => Fault(expression, $"unknown expression {expression?.GetType().Name}"),
    };

    private Type? Both(ScriptBinaryExpression binary)
    {
        TypeOf(binary.Right);
        return TypeOf(binary.Left);
    }

    private Type? Piped(ScriptPipeCall pipe)
    {
        TypeOf(pipe.From);
        TypeOf(pipe.To);
        return typeof(string);
    }

    private Type? Called(ScriptFunctionCall call)
    {
        TypeOf(call.Target);
        foreach (var argument in call.Arguments)
            TypeOf(argument);
        return typeof(string);
    }

    private Type? Member(ScriptNode at, Type? target, string name) =>
        target?.GetProperty(name, BindingFlags.Instance | BindingFlags.Public)?.PropertyType ?? Fault(at, $"{target?.Name} has no {name}");

    private static Type? ItemOf(Type? list) =>
        list?.GetInterfaces()
            .Append(list)
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0]
        ?? (list is not null && typeof(IEnumerable).IsAssignableFrom(list) ? typeof(object) : null);

    private Type? Fault(ScriptNode? at, string message)
    {
        faults.Add($"{at?.Span.ToStringSimple()}: {message}");
        return null;
    }
}
