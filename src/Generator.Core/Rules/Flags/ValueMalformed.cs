using System.Buffers;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Flags;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Rules.Flags;

internal static class ValueMalformed
{
    internal static readonly Rule Rule = new(
        "FLG030",
        Severity.Warning,
        "the value of a flag or a key is malformed",
        "A component does not start with a value that it cannot read. The running process was started before the value was written, or from another "
            + "file.",
        "correct the value on the host and capture it again",
        Example.With().Changing(
            "k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--allow-privileged=true", "--allow-privileged=yes"),
        Example.With().Changing("k8s-master1/data/application/kubernetes/cfg/kube-apiserver.conf", "--allow-privileged=true", "--allow-privileged=T"),
        Check);

    private static readonly SearchValues<char> Marks = SearchValues.Create("${}<>%#");

    private static IEnumerable<Finding> Check(Cluster cluster) => Flags(cluster).Concat(Keys(cluster));

    private static IEnumerable<Finding> Keys(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from content in installation.Closure.Where(entry => entry.Role == FileRole.ComponentConfig).Select(entry => entry.Content).Distinct()
        let document = content is null ? null : Content.Document(content)
        where document is not null
        from found in ConfiguredForm.Malformed(document)
        where !found.Scalar.Value.AsSpan().ContainsAny(Marks)
        select new Finding(found.Scalar.At, $"{found.Key} is {Quoted.Text(found.Scalar.Value)}, expected {found.Expected}");

    private static IEnumerable<Finding> Flags(Cluster cluster) =>
        from installation in cluster.Installations.Values
        from component in installation.Components
        from flag in component.Flags
        let form = FlagTable.Find(ComponentNames.Program(component.Kind), flag.Name)?.Form
        where form is not null && form.Expected.Length > 0 && !IsAnothersFault(flag)
        let finding = Fault(flag, form)
        where finding is not null
        select finding;

    private static Finding? Fault(Flag flag, ValueForm form) =>
        form == ValueForm.Switch && flag.IsTwoWords
            ? new Finding(flag.At, $"--{flag.Name} is true: {Quoted.Text(flag.Text)} after it is not its value")
            {
                Hint = $"write --{flag.Name}={(flag.IsFalse ? "false" : "true")} on the host and capture it again",
            }
        : form.Takes(flag.Text) ? null
        : new Finding(flag.At, $"--{flag.Name} is {Quoted.Text(flag.Text)}, expected {form.Expected}");

    // Other rules report variables and placeholders that nothing fills in, and two flags without a blank between them.
    private static bool IsAnothersFault(Flag flag) =>
        flag.Text.AsSpan().ContainsAny(Marks)
        || flag.Text.Contains("--", StringComparison.Ordinal)
        || (flag.Text.Length == 0
            && ByteText.Of(flag.At.File.Bytes.Span[flag.At.Span.Start..flag.At.Span.End]).Contains('$', StringComparison.Ordinal));
}
