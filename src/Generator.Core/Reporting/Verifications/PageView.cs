using System.Collections.Immutable;
using Generator.Core.Reporting.Pages;

namespace Generator.Core.Reporting.Verifications;

/// <summary>What the template of the page sees.</summary>
/// <param name="Policy">Its Content-Security-Policy.</param>
/// <param name="Style">The text of its style element.</param>
internal sealed record PageView(
    string Policy,
    string Style,
    HeadView Head,
    ImmutableArray<PartView> Faults,
    string Intro,
    ImmutableArray<AnswerView> Answers,
    ImmutableArray<HolderView> Holders,
    ImmutableArray<CertificatesView> Certificates,
    FailuresView Failures,
    ImmutableArray<PartView> Parts);

/// <summary>The head of the page.</summary>
/// <param name="State">The gravest state.</param>
/// <param name="Verdict">It, as a sentence.</param>
/// <param name="Scope">What was not compared; empty where everything was.</param>
internal sealed record HeadView(
    string Cluster, string State, string Verdict, string Output, string Time, string Scope, ImmutableArray<CountView> Counts);

/// <summary>How many checks have a state.</summary>
internal sealed record CountView(string State, string Word, int Count);

/// <summary>A host, or the cluster.</summary>
/// <param name="Id">The anchor of the part; no text of a host is in it.</param>
internal sealed record PartView(string Id, string Name, string State, string Line, ImmutableArray<CheckView> Checks);

/// <summary>One check.</summary>
internal sealed record CheckView(
    string State, string Area, string Subject, string Text, ImmutableArray<PageLine> Difference, string Advice);

/// <summary>One answer to drift.</summary>
internal sealed record AnswerView(string Title, string Remark, ImmutableArray<string> Commands);

/// <summary>A virtual address, and the hosts that have it.</summary>
internal sealed record HolderView(string Address, string Hosts, bool IsOne);

/// <summary>Certificates, by their end.</summary>
/// <param name="Title">What they have in common.</param>
/// <param name="IsFolded">Whether the browser shows only the title at first.</param>
internal sealed record CertificatesView(string Title, bool IsFolded, ImmutableArray<CertificateView> Rows);

/// <summary>One certificate.</summary>
internal sealed record CertificateView(string State, string Left, string End, string Host, string Path, string Subject);

/// <summary>What the death of hosts costs.</summary>
/// <param name="Harmless">The hosts whose death costs nothing.</param>
internal sealed record FailuresView(string Title, ImmutableArray<FailureView> Rows, string Harmless, ImmutableArray<DarkView> Dark);

/// <summary>One row of it.</summary>
internal sealed record FailureView(string Hosts, ImmutableArray<CellView> Cells);

/// <summary>The kubeconfigs without a kube-apiserver when these hosts die.</summary>
internal sealed record DarkView(string Hosts, ImmutableArray<string> Files);

/// <summary>A cell, in the order of the table's head.</summary>
internal sealed record CellView(string Class, string Text);
