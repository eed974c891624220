using System.Text.RegularExpressions;
using Generator.Tests.Support;

namespace Generator.Tests.Architecture;

/// <summary>The boundaries between the folders of Core: who may know whom. What is not written here is forbidden.</summary>
public partial class ArrowTests
{
    /// <summary>
    /// The wings of Core, in the order of the compiler. A folder knows folders of its own wing and of the wings above it in this list.
    /// </summary>
    private static readonly (string Wing, (string Folder, string[] Knows)[] Folders)[] Wings =
    [
        ("Foundation",
        [
            ("Values", []),
            ("Diagnostics", []),
            ("Syntax", ["Diagnostics"]),
            ("Flags", []),
            ("Formats", ["Syntax"]),
            ("Templating", []),
            ("Artefacts", ["Diagnostics", "Values"]),
            ("Wire", []),
        ]),
        ("Rollout",
        [
            ("Rollout", ["Artefacts", "Formats", "Values"]),
        ]),
        ("Reading",
        [
            ("Model", ["Diagnostics", "Values"]),
            ("Binding", ["Diagnostics", "Model", "Syntax", "Values"]),
            ("Originals", ["Binding", "Diagnostics", "Model", "Syntax", "Values"]),
            ("Certificates", ["Binding", "Diagnostics", "Model", "Originals", "Syntax", "Templating", "Values"]),
            ("Failures", ["Values"]),
            ("Deliveries", ["Artefacts", "Binding", "Diagnostics", "Failures", "Model", "Rollout", "Syntax", "Values"]),
        ]),
        ("Rules",
        [
            ("Rules", ["Certificates", "Diagnostics", "Flags", "Model", "Originals", "Syntax", "Values"]),
        ]),
        ("Planning",
        [
            ("Plans", ["Artefacts", "Certificates", "Deliveries", "Diagnostics", "Model", "Originals", "Syntax", "Values"]),
            ("Kubeconfigs", ["Binding", "Certificates", "Deliveries", "Diagnostics", "Model", "Originals", "Syntax", "Values"]),
            ("Emit", ["Artefacts", "Originals", "Plans", "Templating", "Values"]),
            ("Audits", ["Artefacts", "Diagnostics", "Emit", "Originals", "Plans", "Syntax", "Values"]),
            ("Shapes", ["Audits", "Failures", "Originals", "Plans", "Values"]),
            ("Ordering", ["Artefacts", "Audits", "Emit", "Failures", "Originals", "Plans", "Rollout", "Shapes", "Values"]),
        ]),
        ("Output",
        [
            ("Pictures", ["Model", "Templating", "Values"]),
            ("Languages", ["Rollout", "Templating", "Values"]),
            ("Layouts",
            [
                "Artefacts", "Audits", "Emit", "Failures", "Formats", "Languages", "Model", "Ordering", "Pictures", "Plans", "Rollout", "Syntax",
                "Templating", "Values",
            ]),
            ("Bundles", ["Artefacts", "Deliveries", "Diagnostics", "Formats", "Values"]),
        ]),
        ("Capturing",
        [
            ("Captures", ["Binding", "Certificates", "Diagnostics", "Formats", "Layouts", "Model", "Originals", "Syntax", "Values"]),
        ]),
        ("Verifying",
        [
            ("Verifying",
            [
                "Artefacts", "Captures", "Certificates", "Deliveries", "Diagnostics", "Failures", "Formats", "Model", "Originals", "Plans",
                "Rollout", "Shapes", "Values", "Wire",
            ]),
        ]),
        ("Reporting",
        [
            ("Runs", ["Deliveries", "Diagnostics", "Rollout", "Wire"]),
            ("Changes", ["Artefacts", "Deliveries", "Failures", "Formats", "Model", "Pictures", "Rollout", "Syntax", "Values"]),
            ("Reports",
            [
                "Artefacts", "Audits", "Binding", "Captures", "Changes", "Deliveries", "Diagnostics", "Formats", "Rules", "Runs", "Rollout", "Values",
            ]),
            ("Pages", ["Diagnostics"]),
            ("Reviews",
            [
                "Artefacts", "Changes", "Deliveries", "Diagnostics", "Failures", "Ordering", "Pages", "Pictures", "Reports", "Rollout", "Templating",
                "Values",
            ]),
            ("Verifications", ["Diagnostics", "Failures", "Formats", "Pages", "Templating", "Values", "Verifying"]),
        ]),
    ];

    private static readonly Dictionary<string, string[]> Allowed =
        Wings.SelectMany(wing => wing.Folders).ToDictionary(entry => entry.Folder, entry => entry.Knows, StringComparer.Ordinal);

    private static readonly Dictionary<string, string[]> AllowedInCli = new(StringComparer.Ordinal)
    {
        ["Usage"] = [],
        ["Folders"] = [],
        ["Ssh"] = [],
        ["Signatures"] = ["Folders"],
        ["Events"] = ["Folders"],
        ["Archives"] = ["Folders", "Signatures"],
        ["DiffSources"] = ["Archives", "Folders"],
        ["Applying"] = ["Archives", "Events", "Folders", "Ssh"],
        ["Capturing"] = ["Archives", "Events", "Folders", "Ssh"],
        ["Verifying"] = ["Applying", "Archives", "Capturing", "Events", "Folders", "Ssh"],
        ["Commands"] = ["Applying", "Archives", "Capturing", "DiffSources", "Folders", "Signatures", "Usage", "Verifying"],
    };

    public static TheoryData<string> Folders =>
        [.. FoldersIn(Core).SelectMany(wing => FoldersOf(wing).Select(folder => folder == wing ? wing : $"{wing}/{folder}"))];

    public static TheoryData<string> FoldersOfCli => [.. FoldersIn(Cli)];

    private static string Core => Repository.Path("src", "Generator.Core");

    private static string Cli => Repository.Path("src", "Generator.Cli");

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_of_core_knows_only_whom_it_may(string folder)
    {
        var name = Path.GetFileName(folder);
        Assert.True(Allowed.ContainsKey(name), $"say in {nameof(ArrowTests)} whom {folder} may know");
        var files = Directory.EnumerateFiles(Path.Combine(Core, folder), "*.cs", SearchOption.AllDirectories).ToArray();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var known = Named(File.ReadAllText(file)).Where(other => other != name).Except(Allowed[name]);
            Assert.True(!known.Any(), $"{Path.GetRelativePath(Core, file)} knows {string.Join(", ", known)}");
        }
    }

    [Fact]
    public void A_wing_of_core_knows_itself_and_the_wings_before_it()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (wing, folders) in Wings)
        {
            seen.UnionWith(folders.Select(entry => entry.Folder));
            Assert.All(folders, entry => Assert.Subset(seen, entry.Knows.ToHashSet()));
            Assert.Equal(folders.Select(entry => entry.Folder).Order(StringComparer.Ordinal), FoldersOf(wing).Order(StringComparer.Ordinal));
        }

        Assert.Equal(Wings.Select(entry => entry.Wing).Order(StringComparer.Ordinal), FoldersIn(Core).Order(StringComparer.Ordinal));
    }

    // Its folders are in the order in which they may know each other, so there is no circle.
    [Theory]
    [MemberData(nameof(FoldersOfCli))]
    public void A_folder_of_cli_knows_only_whom_it_may(string folder)
    {
        Assert.True(AllowedInCli.TryGetValue(folder, out var allowed), $"say in {nameof(ArrowTests)} whom {folder} may know");
        Assert.Subset(AllowedInCli.Keys.TakeWhile(name => name != folder).ToHashSet(), allowed.ToHashSet());
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Cli, folder), "*.cs", SearchOption.AllDirectories))
        {
            var known = NameInCli().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Except([folder, .. allowed]);
            Assert.True(!known.Any(), $"{Path.GetRelativePath(Cli, file)} knows {string.Join(", ", known)}");
        }
    }

    [Fact]
    public void Only_the_program_itself_knows_the_commands() =>
        Assert.All(
            Directory.EnumerateFiles(Cli, "*.cs").Where(file => Path.GetFileName(file) != "Program.cs"),
            file => Assert.DoesNotMatch(NameInCli(), File.ReadAllText(file)));

    [Fact]
    public void Topology_rules_do_not_know_each_other()
    {
        var rules = Directory.GetDirectories(Path.Combine(Core, "Rules")).SelectMany(area => Directory.GetFiles(area, "*.cs")).ToArray();
        foreach (var file in rules)
        {
            var text = File.ReadAllText(file);
            Assert.All(rules.Where(other => other != file), other => Assert.DoesNotMatch($@"\b{Path.GetFileNameWithoutExtension(other)}\b", text));
        }
    }

    [Fact]
    public void Commands_do_not_know_each_other()
    {
        var folder = Repository.Path("src", "Generator.Cli", "Commands");
        var names = Directory.EnumerateFiles(folder, "*Command.cs").Select(Path.GetFileNameWithoutExtension).OfType<string>().ToArray();
        foreach (var name in names)
            Assert.All(
                names.Where(other => other != name),
                other => Assert.DoesNotContain(other, File.ReadAllText(Path.Combine(folder, $"{name}.cs")), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("YamlDotNet", "src/Generator.Core/Foundation/Syntax/YamlReader.cs")]
    [InlineData("Scriban", "src/Generator.Core/Foundation/Templating/Templates.cs")]
    [InlineData("Wcwidth", "src/Generator.Core/Foundation/Diagnostics/DisplayWidth.cs")]
    [InlineData("Spectre.Console", "src/Generator.Cli/Events/LiveView.cs")]
    public void One_file_knows_a_library(string library, string file)
    {
        var users = Sources().Where(source => File.ReadAllText(source).Contains($"using {library}", StringComparison.Ordinal));
        Assert.Equal([file], users.Select(user => Path.GetRelativePath(Repository.Root, user)));
    }

    // It carries out what was reviewed: it cannot compile, and sees no topology.
    [Fact]
    public void What_changes_hosts_knows_a_result_and_nothing_else()
    {
        var files = Directory.EnumerateFiles(Repository.Path("src", "Generator.Cli", "Applying"), "*.cs")
            .Concat(
                new[] { "ApplyCommand", "RollbackCommand", "HistoryCommand", "RunSwitches" }
                    .Select(name => Repository.Path("src", "Generator.Cli", "Commands", $"{name}.cs")));
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotMatch(@"\bCompiler\b|InputFolder|InputSet", text);
            Assert.All(
                Named(text),
                name => Assert.Contains(name, new[] { "Deliveries", "Reports", "Runs", "Rollout", "Wire" }));
        }
    }

    [Fact]
    public void Files_are_small_and_named_for_what_they_hold()
    {
        var sizes = Sources().Select(file => (file, lines: CodeLines(file))).ToArray();
        Assert.All(sizes, pair => Assert.True(pair.lines <= 250, $"{pair.file} has {pair.lines} code lines"));
        var median = sizes.Select(pair => pair.lines).Order().ElementAt(sizes.Length / 2);
        Assert.True(median <= 45, $"the median file has {median} code lines");
        Assert.All(sizes, pair => Assert.DoesNotMatch("(Manager|Helper|Utils|Service|Processor|Base)\\.cs$", Path.GetFileName(pair.file)));
    }

    [Fact]
    public void The_table_of_contents_fits_a_page() =>
        Assert.True(CodeLines(Path.Combine(Core, "Compiler.cs")) < 40);

    private static IEnumerable<string> FoldersIn(string project) =>
        Directory.GetDirectories(project).Select(Path.GetFileName).OfType<string>().Where(name => name is not ("bin" or "obj"));

    // Some wings are a folder themselves.
    private static IEnumerable<string> FoldersOf(string wing) =>
        wing is "Rules" or "Rollout" or "Verifying" ? [wing] : FoldersIn(Path.Combine(Core, wing));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Repository.Path("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    private static int CodeLines(string file) =>
        File.ReadLines(file)
            .Select(line => line.Trim())
            .Count(line =>
                line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("using ", StringComparison.Ordinal));

    // Using directives, and names that reach a neighbouring wing without one.
    private static IEnumerable<string> Named(string text) =>
        NameInCore().Matches(text).Select(match => match.Groups["folder"].Value).Distinct();

    [GeneratedRegex(@"Generator\.Cli\.(\w+)")]
    private static partial Regex NameInCli();

    [GeneratedRegex(
        @"(Generator\.Core\.|(?<![\w.$""\[]))"
            + @"((Foundation|Reading|Planning|Output|Capturing|Reporting)\.(?<folder>[A-Z]\w*)|(?<=Core\.)(?<folder>Rules|Rollout|Verifying))\b")]
    private static partial Regex NameInCore();
}
