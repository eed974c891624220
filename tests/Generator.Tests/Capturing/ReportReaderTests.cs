using System.Text;
using CsCheck;
using Generator.Core;
using Generator.Core.Capturing.Captures;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Reporting.Reports;

namespace Generator.Tests.Capturing;

/// <summary>What a host sends is data: it is read by its grammar, or not at all.</summary>
public class ReportReaderTests
{
    private const string Digest = "0123456789012345678901234567890123456789012345678901234567890123";
    private const string File = $"entry\tfile\t/etc/a\t0644\troot:root\t12\t{Digest}";

    [Fact]
    public void A_whole_report_is_read()
    {
        var report = Read(Census.With(
            "distro\tubuntu\tdebian",
            "missing\topenssl",
            "address\t192.168.3.171\teth0",
            "entry\tdir\t/etc\t0755\troot:root",
            "entry\tlink\t/etc/link\t../a",
            File,
            $"entry\tfile\t/etc/token.csv\t0600\troot:root\t84\t-",
            $"key\t/etc/a\t{Digest}",
            "certificate\t/etc/a\tCN=kubernetes,OU=System,O=k8s,C=CN",
            "version\t/etc/a\tv1.20.4",
            "unit\tkubelet.service\tactive\tenabled",
            "redacted\t/etc/a\t1\tclient-key-data",
            "nottaken\t/etc/token.csv\tsecret-table",
            $"tag\t/etc/token.csv\t{Digest}",
            "node\tm1\t192.168.3.171"));
        Assert.Equal(("m1", "x86_64", Distro.Debian, ReaderPrivilege.Root), (report.Name.Text, report.Architecture, report.Distro, report.Privilege));
        Assert.Equal(["/etc", "/etc/a", "/etc/link", "/etc/token.csv"], report.Entries.Select(entry => entry.Path));
        var file = report.Entries[1];
        Assert.Equal(
            (12L, Digest, Digest, "CN=kubernetes,O=k8s", "v1.20.4"),
            (file.Size, file.Sha256?.Text, file.PublicKeySha256?.Text, file.Subject, file.Version));
        Assert.Null(report.Entries[3].Sha256);
        Assert.Equal(new NotTaken("/etc/token.csv", NotTakenReason.SecretTable), Assert.Single(report.NotTaken));
        Assert.Equal(Digest, report.SecretTags["/etc/token.csv"].Text);
        Assert.Equal(["openssl"], report.MissingTools);
        Assert.Equal("kubelet.service", Assert.Single(report.Units).Name);
        Assert.Equal("192.168.3.171", Assert.Single(report.Nodes).Address.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("entry")]
    [InlineData("entry\tsocket\t/a\t0644\troot:root")]
    [InlineData("entry\tdir\t/a\t755\troot:root")]
    [InlineData("entry\tdir\ta\t0755\troot:root")]
    [InlineData("entry\tdir\t/a/../../b\t0755\troot:root")]
    [InlineData("entry\tdir\t/a//b\t0755\troot:root")]
    [InlineData("entry\tdir\t/a\t0755\troot:root\tmore")]
    [InlineData("entry\tfile\t/a\t0644\troot:root\t-1\t-")]
    [InlineData("entry\tfile\t/a\t0644\troot:root\t1\tABC")]
    [InlineData("entry\tlink\t/a\t")]
    [InlineData("host\tm2")]
    [InlineData("privilege\troot")]
    [InlineData("address\tlocalhost\teth0")]
    [InlineData("unit\t../x\tactive\tenabled")]
    [InlineData("unit\ta.service\tac tive\tenabled")]
    [InlineData("nottaken\t/a\tbecause")]
    [InlineData("nottaken\t/a\tPrivateKey")]
    [InlineData("version\t/a\t$(reboot)")]
    [InlineData("key\t/not/listed\t0123456789012345678901234567890123456789012345678901234567890123")]
    [InlineData("redacted\t/not/listed\t1\ttoken")]
    [InlineData("node\tm1 x\t192.168.3.171")]
    [InlineData("toString\t1")]
    [InlineData("end\t7")]
    [InlineData("distro\tdebian\tdeb\u0001ian")]
    [InlineData("missing\topen\u001b[31mssl")]
    [InlineData("entry\tdir\t/a\u007f\t0755\troot:root")]
    public void A_line_of_another_form_ends_the_reading(string line)
    {
        var finding = Refused(Census.With(line));
        Assert.Contains(finding.Code, new[] { "CPT001", "CPT002" });
        Assert.Contains("root@m1:22", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(finding.Message, char.IsControl);
        if (finding.Code == "CPT001")
            Assert.StartsWith("line 5 of the report", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_is_listed_once() => Assert.Equal("CPT001", Refused(Census.With(File, File)).Code);

    [Theory]
    [InlineData("haplane-capture\t1\nhost\tm1\n")]
    [InlineData("haplane-capture\t1\nhost\tm1\narchitecture\tx86_64\nprivilege\troot\nend\t5\n")]
    [InlineData("haplane-capture\t1\nhost\tm1\narchitecture\tx86_64\nend\t3\n")]
    [InlineData("")]
    public void A_report_that_is_cut_short_is_none(string census) => Assert.Equal("CPT002", Refused(census).Code);

    [Fact]
    public void A_report_has_bounds()
    {
        Assert.Equal("CPT003", Refused(Census.With("missing\t" + new string('a', 4096))).Code);
        Assert.Equal("CPT003", Refused(Census.With([.. Enumerable.Repeat("missing\ta", 200_000)])).Code);
    }

    [Theory]
    [InlineData("/etc/b")]
    [InlineData("/etc/../etc/a")]
    [InlineData("etc/a")]
    [InlineData("/capture.json")]
    public void A_file_that_is_not_listed_is_not_taken(string path)
    {
        var outcome = Census.Read(Census.With(File, $"entry\tfile\t/capture.json\t0644\troot:root\t12\t{Digest}"), (path, "x"));
        Assert.Null(outcome.Result);
        Assert.Equal("CPT005", Assert.Single(outcome.Findings).Code);
    }

    [Theory]
    [InlineData("[Service]\nEnvironment=DB_PASSWORD=Sup3rS3cret\n", 2)]
    [InlineData("x\n-----BEGIN RSA PRIVATE KEY-----\nSup3rS3cret\n-----END RSA PRIVATE KEY-----\n", 2)]
    [InlineData("Sup3rS3cret0123456789,kubelet-bootstrap,10001,\"system:kubelet-bootstrap\"\n", 1)]
    public void A_secret_that_arrives_is_left_out_and_never_shown(string content, int line)
    {
        var outcome = Census.Read(Census.With(File, "redacted\t/etc/a\t1\ttoken"), ("/etc/a", content));
        var finding = Assert.Single(outcome.Findings);
        Assert.Equal("CPT004", finding.Code);
        Assert.EndsWith($"on line {line}", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Sup3r", TextReport.Render([finding], ""), StringComparison.Ordinal);
        Assert.Empty(outcome.Result?.Files.Keys ?? ["a result"]);
        Assert.Equal(NotTakenReason.Unclear, Assert.Single(outcome.Result?.NotTaken ?? []).Reason);
    }

    [Fact]
    public void A_table_that_only_a_flag_calls_one_is_left_out()
    {
        const string Unit = "/etc/systemd/system/kube-apiserver.service";
        const string Start = "[Service]\nExecStart=/usr/bin/kube-apiserver --token-auth-file=/etc/a\n";
        string[] records = [File, $"entry\tfile\t{Unit}\t0644\troot:root\t80\t{Digest}"];
        var outcome = Census.Read(Census.With(records), (Unit, Start), ("/etc/a", "Sup3r,admin,1\n"));
        Assert.Equal("CPT004", Assert.Single(outcome.Findings).Code);
        Assert.Equal([Unit], outcome.Result?.Files.Keys ?? []);
        Assert.Empty(Census.Read(Census.With(records), (Unit, Start), ("/etc/a", "haplane-redacted,admin,1\n")).Findings);
    }

    [Theory]
    [InlineData("CN=system:node:n1,O=system:nodes", "CN=system:node:n1,O=system:nodes")]
    [InlineData("C=CN,O=b,O=a,CN=x", "CN=x,O=b,O=a")]
    [InlineData("CN=a\\,b,O=\\E4\\BD\\A0", "CN=a,b,O=你")]
    [InlineData("CN=a\\0Ab", "CN=a\uFFFDb")]
    [InlineData("CN=a\\", "CN=a\\")]
    [InlineData("O=only", "O=only")]
    public void A_subject_has_its_common_name_first(string written, string expected) =>
        Assert.Equal(expected, Read(Census.With(File, $"certificate\t/etc/a\t{written}")).Entries[0].Subject);

    [Fact]
    public void What_a_report_says_is_read_as_it_was_written() =>
        Reports.Any.Sample(report =>
        {
            var read = Read(Census.Of(report));
            Assert.Equal(Census.Of(report), Census.Of(read));
            Assert.Equal(report.Entries, read.Entries);
        });

    // One character of a report is another one, or a piece of it is missing.
    [Fact]
    public void A_report_that_was_changed_on_its_way_is_read_or_refused() =>
        Gen.Select(Reports.Any, Gen.Int[0, 100_000], Gen.Byte, Gen.Int[0, 40]).Sample((report, at, value, cut) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Census.Of(report)).ToList();
            var start = at % bytes.Count;
            bytes[start] = value;
            bytes.RemoveRange(start, Math.Min(cut, bytes.Count - start));
            var outcome = Capture.Read("m1", bytes.ToArray(), new Dictionary<string, ReadOnlyMemory<byte>>());
            Assert.All(outcome.Findings, finding => Assert.DoesNotContain(finding.Message, char.IsControl));
            if (outcome.Result is { } read)
                Assert.DoesNotContain(Census.Of(read), letter => letter is not ('\t' or '\n') && char.IsControl(letter));
        });

    [Fact]
    public void Any_bytes_are_read_or_refused() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Bool).Sample((bytes, isStarted) =>
        {
            var outcome = Capture.Read(
                "m1", (byte[])[.. isStarted ? "haplane-capture\t1\n"u8 : [], .. bytes], new Dictionary<string, ReadOnlyMemory<byte>>());
            Assert.Null(outcome.Result);
            Assert.All(outcome.Findings, finding => Assert.DoesNotContain(finding.Message, char.IsControl));
        });

    private static HostReport Read(string census)
    {
        var outcome = Census.Read(census);
        Assert.Empty(outcome.Findings);
        return outcome.Result ?? throw new InvalidOperationException("no result");
    }

    private static Diagnostic Refused(string census)
    {
        var outcome = Census.Read(census);
        Assert.Null(outcome.Result);
        return Assert.Single(outcome.Findings);
    }
}
