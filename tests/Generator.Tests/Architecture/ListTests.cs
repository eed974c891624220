using System.Reflection;
using Generator.Core.Planning.Audits;
using Generator.Core.Planning.Emit;
using Generator.Core.Rules;

namespace Generator.Tests.Architecture;

/// <summary>The program finds nothing by reflection: no rule, audit or kind of artefact may be missing in its list.</summary>
public class ListTests
{
    [Fact]
    public void Every_rule_is_listed() =>
        Assert.Equal(Declared<Rule>().Select(rule => rule.Code).Order(), RuleBook.All.Select(rule => rule.Code).Order());

    [Fact]
    public void Every_audit_is_listed() =>
        Assert.Equal(Declared<Audit>().Select(audit => audit.Code).Order(), AuditBook.All.Select(audit => audit.Code).Order());

    [Fact]
    public void Every_kind_of_artefact_is_listed() =>
        Assert.Equal(Declared<ArtefactKind>().Select(kind => kind.Name).Order(), Emission.Kinds.Select(kind => kind.Name).Order());

    private static T[] Declared<T>()
        where T : class =>
        [
            .. from type in typeof(RuleBook).Assembly.GetTypes()
               from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
               where field.FieldType == typeof(T)
               select (T?)field.GetValue(null),
        ];
}
