using System.Collections.Immutable;
using System.Text;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Values;
using Generator.Core.Planning.Plans;
using Generator.Core.Reading.Originals;

namespace Generator.Tests.Planning;

/// <summary>Every shape in which people write the flags of an apiserver, and what a patch for another master makes of it.</summary>
public class PatchShapeTests
{
    private const string Own = "10.0.0.1";

    // Of {a|b} the source has a and the new master b; of {+b} the source has nothing.
    public static TheoryData<string, string> Shapes => new()
    {
        { "one flag a line", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} \\\n--advertise-address={10.0.0.1|10.0.0.2} \\\n"
            + "--etcd-servers=https://10.0.0.1:2379\"\n" },
        { "etcd has the same address", "OPTS=\"--etcd-servers=https://10.0.0.1:2379 --bind-address={10.0.0.1|10.0.0.2}{+ "
            + "--advertise-address=10.0.0.2}\"\n" },
        { "a blank after the backslash", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} \\ \n--advertise-address={10.0.0.1|10.0.0.2} \\ \n--v=2\"\n" },
        { "a tab after the backslash", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} \\\t\n--advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "no blank before the backslash", "OPTS=\"--advertise-address={10.0.0.1|10.0.0.2} --bind-address={10.0.0.1|10.0.0.2}\\\n --v=2\"\n" },
        { "a comment inside is none: systemd gives it to the program", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} \\\n"
            + "# --bind-address={10.0.0.1|10.0.0.2} \\\n--advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "a comment after the quote", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} --advertise-address={10.0.0.1|10.0.0.2} --v=2\" # 10.0.0.1\n" },
        { "one long line without quotes", "OPTS=--v=2   --bind-address={10.0.0.1|10.0.0.2}   --advertise-address={10.0.0.1|10.0.0.2}   --x=y\n" },
        { "two backslashes hide the next flag from systemd", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2}{+ --advertise-address=10.0.0.2} \\\\\n"
            + "--advertise-address=10.0.0.1 \\\n--v=2\"\n" },
        { "a value over two lines", "OPTS=\"--etcd-servers=https://10.0.0.1:2379,\\\nhttps://10.0.0.9:2379 --bind-address={10.0.0.1|10.0.0.2} "
            + "--advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "newlines in the quotes", "OPTS='--bind-address={10.0.0.1|10.0.0.2}{+\n--advertise-address=10.0.0.2}\n--v=2\n'\n" },
        {
            "two flags a line, a bare switch, a space for the equals sign",
            "OPTS=\"--allow-privileged --bind-address {10.0.0.1|10.0.0.2}{+ --advertise-address 10.0.0.2} --v 2\"\n"
        },
        { "inner quotes", "OPTS=\"--bind-address='{10.0.0.1|10.0.0.2}' --advertise-address=\\\"{10.0.0.1|10.0.0.2}\\\"\"\n" },
        { "inner quotes and nothing to advertise", "OPTS=\"'--bind-address={10.0.0.1|10.0.0.2}'{+ --advertise-address=10.0.0.2} --v=2\"\n" },
        { "the same flag twice", "OPTS=\"--bind-address={10.0.0.9|10.0.0.2} --bind-address={10.0.0.1|10.0.0.2} "
            + "--advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "several variables", "ADDRESS=\"--bind-address={10.0.0.1|10.0.0.2}{+ --advertise-address=10.0.0.2}\"\n"
            + "OPTS=\"--etcd-servers=https://10.0.0.1:2379\"\n" },
        { "hidden in another variable", "SERVICE_ADDRESSES=\"--service-cluster-ip-range=10.1.0.0/16 --bind-address={10.0.0.1|10.0.0.2} "
            + "--advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "commented-out copies", "#OPTS=\"--bind-address=10.0.0.1\"\nOPTS=\"--bind-address={10.0.0.1|10.0.0.2} "
            + "--advertise-address={10.0.0.1|10.0.0.2}\"\n# OPTS=\"--advertise-address=10.0.0.1\"\n" },
        { "misspelt flags", "OPTS=\"--bind-adress=10.0.0.1 --bind-address={10.0.0.1|10.0.0.2} --advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "underscores", "OPTS=\"--bind_address={10.0.0.1|10.0.0.2} --advertise_address={10.0.0.1|10.0.0.2}\"\n" },
        { "no bind address", "OPTS=\"--secure-port=6443{+ \\\n  --advertise-address=10.0.0.2} \\\n  --etcd-servers=https://10.0.0.1:2379\"\n" },
        { "a wildcard", "OPTS=\"--bind-address=0.0.0.0 --advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "a wildcard and nothing to advertise", "OPTS=\"--v=2 \\\n--bind-address=0.0.0.0{+ \\\n--advertise-address=10.0.0.2}\"" },
        { "a wildcard that is advertised", "OPTS=\"--bind-address=0.0.0.0 --advertise-address={0.0.0.0|10.0.0.2}\"\n" },
        { "a newline before the closing quote", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} \\\n--advertise-address={10.0.0.1|10.0.0.2} \\\n\"\n" },
        { "no final newline", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} --advertise-address={10.0.0.1|10.0.0.2}\"" },
        { "carriage returns", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} --advertise-address={10.0.0.1|10.0.0.2}\"\r\nOTHER=x\r\n" },
        { "carriage returns after the backslashes", "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} \\\r\n--advertise-address={10.0.0.1|10.0.0.2}\"\r\n" },
        { "a byte order mark hides the first variable from systemd", "\uFEFFLOST=\"--bind-address=10.0.0.1\"\n"
            + "OPTS=\"--bind-address={10.0.0.1|10.0.0.2} --advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "a hard space in a comment", "# 监听\u00a0地址\nOPTS=\"--bind-address={10.0.0.1|10.0.0.2} --advertise-address={10.0.0.1|10.0.0.2}\"\n" },
        { "a hard space between two flags glues them", "OPTS=\"--v=2\u00a0--x=1 --bind-address={10.0.0.1|10.0.0.2} "
            + "--advertise-address={10.0.0.1|10.0.0.2}\"\n" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_patch_changes_the_address_and_no_other_byte(string name, string shape)
    {
        var (before, after) = (Side(shape, isAfter: false), Side(shape, isAfter: true));
        Assert.True(Patch(before, "10.0.0.2") == after, $"{name}:\n{Patch(before, "10.0.0.2")}");
        Assert.Equal(after, Patch(after, "10.0.0.2"));
        if (!shape.Contains("{+", StringComparison.Ordinal)
            && !shape.Contains("10.0.0.9|", StringComparison.Ordinal)
            && !shape.Contains("{0.0.0.0|", StringComparison.Ordinal))
            Assert.Equal(before, Patch(after, Own, from: "10.0.0.2"));
    }

    private static string Side(string shape, bool isAfter)
    {
        var text = new StringBuilder();
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] != '{')
            {
                text.Append(shape[i]);
                continue;
            }

            var end = shape.IndexOf('}', i);
            var choice = shape[(i + 1)..end];
            text.Append(choice.StartsWith('+') ? (isAfter ? choice[1..] : "") : choice.Split('|')[isAfter ? 1 : 0]);
            i = end;
        }

        return text.ToString();
    }

    private static string Patch(string text, string to, string from = Own)
    {
        var file = new SourceFile("flags", Encoding.UTF8.GetBytes(text));
        var variables = EnvironmentFile.Parse(file).Assignments.Select(assignment => assignment.Name)
            .Where(name => name.All(c => char.IsAsciiLetter(c) || c == '_'))
            .Select(name => $"${name}")
            .Distinct();
        var unit = new SourceFile(
            "unit", Encoding.UTF8.GetBytes($"[Service]\nEnvironmentFile=/flags\nExecStart=/bin/kube-apiserver {string.Join(' ', variables)}\n"));
        var component = Component.Of("/unit", unit, [], new HostView("h", _ => file, _ => [])) ?? throw new InvalidDataException(text);
        var capture = new HostCapture(
            "h", unit, ImmutableSortedDictionary<string, InventoryEntry>.Empty, ImmutableSortedDictionary<string, SourceFile>.Empty);
        var (source, target) = (new Address(from, IsIpv6: false), new Address(to, IsIpv6: false));
        var own = Endpoint.Https(HostNameOrAddress.Of(target), new Port(6443));
        var edits = Patches.Of(new Installation(capture, [component], []), new Retarget(source, target, "n", own, own));
        return Encoding.UTF8.GetString(EnvironmentFile.Parse(file).Tree.With(edits[file]));
    }
}
