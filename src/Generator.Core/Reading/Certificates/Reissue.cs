using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Foundation.Syntax;
using Generator.Core.Foundation.Templating;
using Generator.Core.Foundation.Values;
using Generator.Core.Reading.Binding;
using Generator.Core.Reading.Originals;

namespace Generator.Core.Reading.Certificates;

/// <summary>
/// Writes the files to reissue the kube-apiserver's certificate with the names that it lacks: the configuration of a CSR, and the
/// commands. The key stays, because sites sign service-account tokens with it.
/// </summary>
public static class Reissue
{
    private const string Key = "tls-private-key-file";
    private const string ClusterCa = "cluster-signing-cert-file";

    /// <summary>The record for the template of the CSR.</summary>
    /// <param name="Subject">The parts of the old subject, in order.</param>
    /// <param name="Names">Every name and address: the old ones, then the missing ones.</param>
    /// <param name="KeyUsage">The key usages; empty if the old certificate has none.</param>
    /// <param name="Purposes">The purposes; empty if the old certificate has none.</param>
    internal sealed record RequestView(ImmutableArray<Setting> Subject, ImmutableArray<Setting> Names, string KeyUsage, string Purposes);

    /// <summary>The record for the template of the page.</summary>
    /// <param name="Host">The source master.</param>
    /// <param name="Server">Address and port of its kube-apiserver.</param>
    /// <param name="Ca">The path of the CA's certificate.</param>
    /// <param name="CaKey">The path of the CA's key.</param>
    /// <param name="IsCaKnown">Whether the source master's flags name these two and the CA signed the old certificate.</param>
    /// <param name="HasChain">Whether the file contains more certificates after the first.</param>
    /// <param name="Days">The validity of the new one: as long as the old one's, and not longer than its CA's.</param>
    /// <param name="LacksNames">Whether it lacks names; otherwise it lacks the usage of a server.</param>
    /// <param name="Lacking">The names and addresses that the old one lacks.</param>
    internal sealed record PageView(
        string Cluster,
        string Host,
        string Server,
        string Certificate,
        string Key,
        string Ca,
        string CaKey,
        bool IsCaKnown,
        bool HasChain,
        int Days,
        bool LacksNames,
        ImmutableArray<string> Lacking);

    /// <summary>One line of a configuration.</summary>
    /// <param name="Name">The text before the equals sign.</param>
    /// <param name="Value">The text after it.</param>
    internal sealed record Setting(string Name, string Value);

    /// <summary>The files to write; none with a reason if there is nothing to reissue.</summary>
    /// <param name="input">All inputs, already read.</param>
    public static ReissueResult Of(InputSet input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var cluster = YamlReader.Read(input.Topology, YamlLimits.Written)
            .Then(TopologyBinder.Bind)
            .Then(topology => OriginalsReader.Read(topology, input.Originals))
            .Then(found => found with { Today = input.Today })
            .Result;
        return cluster?.Source is { } source
            ? Of(cluster, source)
            : ReissueResult.Nothing("the topology or the capture of the source master has errors");
    }

    private static ReissueResult Of(Cluster cluster, Installation source)
    {
        if (NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { Own: { } old } named)
            return ReissueResult.Nothing("the kube-apiserver's certificate was not captured");
        var lacking = NeededNames.Of(cluster, source).Where(name => !old.Names(name)).ToImmutableArray();
        if (lacking.IsEmpty && old.IsFor(Purpose.Server))
            return ReissueResult.Nothing($"the kube-apiserver's certificate {named.Path} already has all needed names");
        if (old.Subject.Parts is not { } subject || !subject.All(part => OpensslText.CanWrite(part.Value)) || !old.DnsNames.All(OpensslText.CanWrite))
            return ReissueResult.Nothing($"the subject or a name of {named.Path} cannot be written into a CSR");
        if (PageOf(cluster, source, named, old, lacking) is not { } page)
            return ReissueResult.Nothing("the path of the kube-apiserver's certificate or of its key is not a plain absolute path");
        return new ReissueResult(
            new FileTree(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("README.md", Text("reissue.md", page)),
                KeyValuePair.Create("reissue.cnf", Text("reissue.cnf", RequestOf(old, subject, lacking))),
            ])),
            $"a CSR for {(lacking.IsEmpty ? "the usage serverAuth" : string.Join(", ", lacking))}");
    }

    private static TreeFile Text(string template, object view) => new(Encoding.UTF8.GetBytes(Templates.Render(template, view)), IsExecutable: false);

    private static RequestView RequestOf(Certificate old, ImmutableArray<SubjectPart> subject, ImmutableArray<string> lacking) => new(
        // A number before the name allows a part twice; openssl removes it.
        [.. subject.Select(
            (part, i) =>
                new Setting(string.Create(CultureInfo.InvariantCulture, $"{i}.{OpensslText.NameOf(part.Type)}"), OpensslText.Of(part.Value)))],
        [.. Numbered(
            "DNS", old.DnsNames.Concat(lacking.Where(name => !IsAddress(name)))), .. Numbered("IP", old.Addresses.Concat(lacking.Where(IsAddress)))],
        string.Join(", ", OpensslText.KeyUsages.Where(pair => old.KeyUsages?.HasFlag(pair.Flag) == true).Select(pair => pair.Name)),
        string.Join(
            ", ", old.Purposes is { } purposes ? purposes.Concat(old.IsFor(Purpose.Server) ? [] : [Purpose.Server]).Select(OpensslText.NameOf) : []));

    private static IEnumerable<Setting> Numbered(string kind, IEnumerable<string> names) =>
        names.Select((name, i) => new Setting(string.Create(CultureInfo.InvariantCulture, $"{kind}.{i + 1}"), OpensslText.Of(name)));

    private static bool IsAddress(string name) => Address.TryParse(name, out _);

    private static PageView? PageOf(Cluster cluster, Installation source, NamedCertificate named, Certificate old, ImmutableArray<string> lacking)
    {
        var key = source.Find(ComponentKind.Apiserver)?.Find(Key)?.Text;
        if (!AbsolutePath.TryParse(named.Path, out _) || key is null || !AbsolutePath.TryParse(key, out _))
            return null;
        var ca = CaOf(source, named);
        return new PageView(
            cluster.Topology.Cluster.Value.Text,
            source.Capture.Host,
            Endpoint.Https(HostNameOrAddress.Of(AddressOf(cluster)), cluster.ApiserverPort).Authority,
            named.Path,
            key,
            ca?.Path ?? "",
            ca?.Key ?? "",
            ca is not null,
            named.Shown.Length > 1,
            Days(old, ca?.NotAfter, cluster.Today),
            !lacking.IsEmpty,
            lacking);
    }

    // As long as the old one was valid, and not longer than the CA is.
    private static int Days(Certificate old, DateTime? last, DateOnly? today)
    {
        var days = (int)(old.NotAfter - old.NotBefore).TotalDays;
        if (last is { } end && today is { } day)
            days = Math.Min(days, DateOnly.FromDateTime(end).DayNumber - day.DayNumber - 1);
        return Math.Max(1, days);
    }

    private static Address AddressOf(Cluster cluster) =>
        cluster.Topology.Masters.First(master => master.Host.Name.Value == cluster.Topology.Source.Value).Host.Address.Value;

    // The CA that the controller-manager signs with, if it signed the old certificate.
    private static (string Path, string Key, DateTime NotAfter)? CaOf(Installation source, NamedCertificate named)
    {
        var signer = source.Find(ComponentKind.ControllerManager);
        var (ca, key) = (signer?.Find(ClusterCa)?.Text, signer?.Find("cluster-signing-key-file")?.Text);
        if (ca is null || key is null || !AbsolutePath.TryParse(ca, out _) || !AbsolutePath.TryParse(key, out _))
            return null;
        var roots = CapturedCertificates.At(source.Capture, ca);
        return roots is [var first, ..] && Signature.LeadsTo(named.Shown, roots) == true ? (ca, key, first.NotAfter) : null;
    }
}

/// <summary>The result of <see cref="Reissue"/>.</summary>
/// <param name="Files">The files; null if there is nothing to write.</param>
/// <param name="Summary">Their purpose, or why there are none; part of a sentence.</param>
public sealed record ReissueResult(FileTree? Files, string Summary)
{
    internal static ReissueResult Nothing(string reason) => new(null, reason);
}
