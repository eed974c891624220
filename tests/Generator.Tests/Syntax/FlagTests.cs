using System.Text;
using CsCheck;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Tests.Syntax;

public class FlagTests
{
    [Theory]
    [InlineData("OPTS=\"--a=1 \\\n--b=2\"\n", "--a=1", "--b=2")]
    [InlineData("OPTS=--a=1 --b=2", "--a=1", "--b=2")]
    [InlineData("OPTS='--a=1\n--b=2'\n", "--a=1", "--b=2")]
    [InlineData("# OPTS=--old=1\nOPTS=\"--a=1\" # comment\n", "--a=1#", "comment")]
    [InlineData("OPTS=\"--a=\\\"x y\\\"\"\n", "--a=x y")]
    [InlineData("OPTS=\"--a=1 \\ \n--b=2\"\n", "--a=1", " ", "--b=2")]
    [InlineData("OPTS=\"--old=1\"\nOPTS=\"--a=1\"\n", "--a=1")]
    [InlineData("; comment \\\nOPTS=--lost=1\nOPTS=--a=1\n", "--a=1")]
    public void A_flag_file_reads_as_systemd_reads_it(string text, params string[] words)
    {
        var value = EnvironmentFile.Parse(File(text)).Find("OPTS") ?? throw new InvalidDataException();
        Assert.Equal(words, Words.OfVariable(value).Select(word => word.ToString()));
    }

    [Fact]
    public void A_value_remembers_its_bytes_through_quotes_and_continuations()
    {
        var address = Gen.OneOf("10.0.0.1", "fd00::1", "节点");
        var gap = Gen.OneOf(" ", " \\\n", "  \\\n  ", "\n", "\t");
        var quote = Gen.OneOf("\"", "'");
        Gen.Select(address.Array[1, 6], gap, quote, Gen.OneOf("", "# 中文 = \"x\n", "OTHER=\"--a0=9\"\n")).Sample((values, between, around, before) =>
        {
            var continues = around == "'" ? "\n" : between;
            var text = before + "OPTS=" + around + string.Join(continues, values.Select((value, i) => $"--a{i}={value}")) + around + "\n";
            var file = File(text);
            var flags = Flags(file);
            var edits = flags.Select(flag => new ByteEdit(flag.Value?.Place ?? throw new InvalidDataException(flag.Name), "NEW"));
            var expected = before + "OPTS=" + around + string.Join(continues, values.Select((_, i) => $"--a{i}=NEW")) + around + "\n";
            return flags.Select(flag => flag.Text).SequenceEqual(values)
                && Encoding.UTF8.GetString(EnvironmentFile.Parse(file).Tree.With(edits)) == expected;
        });
    }

    [Fact]
    public void Flags_come_with_equals_with_a_space_bare_and_with_one_hyphen()
    {
        var flags = Flags(File("OPTS=--a=1 --b 2 --c -v=3 --d_e=4 --f"));
        Assert.Equal(["a=1", "b=2", "c=true", "v=3", "d-e=4", "f=true"], flags.Select(flag => $"{flag.Name}={flag.Text}"));
    }

    [Theory]
    [InlineData("ExecStart=/bin/x $OPTS ${OPTS} ${ONE}/y $$ %%", "--a=1", "--b=2", "--a=1 --b=2", "one/y", "$", "%")]
    [InlineData("ExecStart=-/bin/x \\\n  # comment\n  --a=1 \\\n  --b=\"2 3\"", "--a=1", "--b=2 3")]
    [InlineData("ExecStart=/bin/old --z\nExecStart=\nExecStart=@/bin/x name --a=\\x41\\t", "--a=A\t")]
    public void A_unit_starts_what_systemd_would_start(string exec, params string[] arguments)
    {
        var unit = UnitFile.Parse(File($"[Unit]\nDescription=x\n[Service]\nEnvironmentFile=-/etc/x\n{exec}\n[Install]\n"));
        var command = CommandLine.Of(
            unit, "x.service", new HostView("h", path => path == "/etc/x" ? File("OPTS=\"--a=1 --b=2\"\nONE=one\n") : null, _ => []));
        Assert.NotNull(command);
        Assert.Equal("/bin/x", command.Program.Text);
        Assert.Equal(arguments, command.Arguments.Select(argument => argument.ToString()));
        Assert.True(Assert.Single(command.EnvironmentFiles).IsOptional);
    }

    private static Flag[] Flags(SourceFile file)
    {
        var unit = UnitFile.Parse(File("[Service]\nEnvironmentFile=/etc/x\nExecStart=/bin/x $OPTS\n"));
        return [.. Flag.Of(CommandLine.Of(unit, "x.service", new HostView("h", _ => file, _ => [])) ?? throw new InvalidDataException())];
    }

    private static SourceFile File(string text) => new("test", Encoding.UTF8.GetBytes(text));
}
