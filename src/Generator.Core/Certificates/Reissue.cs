using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Generator.Core.Binding;
using Generator.Core.Originals;
using Generator.Core.Syntax;
using Generator.Core.Templating;
using Generator.Core.Values;

namespace Generator.Core.Certificates;

/// <summary>
/// Writes what is needed to issue the apiserver's certificate again with the names that it lacks: a request's configuration, and the
/// commands. The key stays, because sites sign service-account tokens with it.
/// </summary>
public static class Reissue
{
    private const string Key = "tls-private-key-file";
    private const string ClusterCa = "cluster-signing-cert-file";

    /// <summary>What the template of the request sees.</summary>
    /// <param name="Subject">The parts of the old subject, in order.</param>
    /// <param name="Names">Every name and address: the old ones, then those that were lacking.</param>
    /// <param name="KeyUsage">What the key may do; empty where the old certificate does not say.</param>
    /// <param name="Purposes">What the certificate is good for; empty where the old one does not say.</param>
    internal sealed record RequestView(ImmutableArray<Setting> Subject, ImmutableArray<Setting> Names, string KeyUsage, string Purposes);

    /// <summary>What the template of the page sees.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Host">The source master.</param>
    /// <param name="Server">Address and port of its apiserver.</param>
    /// <param name="Certificate">The path of the certificate.</param>
    /// <param name="Key">The path of its key.</param>
    /// <param name="Ca">The path of the CA's certificate.</param>
    /// <param name="CaKey">The path of the CA's key.</param>
    /// <param name="IsCaKnown">Whether these two are what the source's flags name and the CA signed the old certificate.</param>
    /// <param name="HasChain">Whether the file holds certificates behind the first.</param>
    /// <param name="Days">How long the new one is valid: as long as the old one was, and not longer than its CA.</param>
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
    /// <param name="Name">What stands before the equals sign.</param>
    /// <param name="Value">What stands behind it.</param>
    internal sealed record Setting(string Name, string Value);

    /// <summary>The files to write; none where there is nothing to issue, with the reason.</summary>
    /// <param name="input">Everything that is read, already read.</param>
    public static ReissueResult Of(InputSet input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var cluster = YamlReader.Read(input.Topology, YamlLimits.Written)
            .Then(TopologyBinder.Bind)
            .Then(topology => OriginalsReader.Read(topology, input.Originals))
            .Then(found => found with { Today = input.Today })
            .Result;
        return cluster?.Source is { } source ? Of(cluster, source) : ReissueResult.Nothing("the topology or the capture of the source has errors");
    }

    private static ReissueResult Of(Cluster cluster, Installation source)
    {
        if (NamedCertificate.Of(cluster, NamedCertificate.Serving) is not { Own: { } old } named)
            return ReissueResult.Nothing("the apiserver's certificate was not captured");
        var lacking = NeededNames.Of(cluster, source).Where(name => !old.Names(name)).ToImmutableArray();
        if (lacking.IsEmpty && old.IsFor(Purpose.Server))
            return ReissueResult.Nothing($"the apiserver's certificate {named.Path} names everything that it has to");
        if (old.Subject.Parts is not { } subject || !subject.All(part => OpensslText.CanWrite(part.Value)) || !old.DnsNames.All(OpensslText.CanWrite))
            return ReissueResult.Nothing($"the subject or a name of {named.Path} cannot be written into a request");
        if (PageOf(cluster, source, named, old, lacking) is not { } page)
            return ReissueResult.Nothing("the path of the apiserver's certificate or of its key is not a plain absolute one");
        return new ReissueResult(
            new FileTree(ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
            [
                KeyValuePair.Create("README.md", Text("reissue.md", page)),
                KeyValuePair.Create("reissue.cnf", Text("reissue.cnf", RequestOf(old, subject, lacking))),
            ])),
            $"a request for {(lacking.IsEmpty ? "the usage serverAuth" : string.Join(", ", lacking))}");
    }

    private static TreeFile Text(string template, object view) => new(Encoding.UTF8.GetBytes(Templates.Render(template, view)), IsExecutable: false);

    private static RequestView RequestOf(Certificate old, ImmutableArray<SubjectPart> subject, ImmutableArray<string> lacking) => new(
        // A number in front lets a part stand twice; openssl takes it off.
        [.. subject.Select((part, i) => new Setting(string.Create(CultureInfo.InvariantCulture, $"{i}.{OpensslText.NameOf(part.Type)}"), OpensslText.Of(part.Value)))],
        [.. Numbered("DNS", old.DnsNames.Concat(lacking.Where(name => !IsAddress(name)))), .. Numbered("IP", old.Addresses.Concat(lacking.Where(IsAddress)))],
        string.Join(", ", OpensslText.KeyUsages.Where(pair => old.KeyUsages?.HasFlag(pair.Flag) == true).Select(pair => pair.Name)),
        string.Join(", ", old.Purposes is { } purposes ? purposes.Concat(old.IsFor(Purpose.Server) ? [] : [Purpose.Server]).Select(OpensslText.NameOf) : []));

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

    // The CA with which the controller manager signs, where it is the one that signed the old certificate.
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

/// <summary>What <see cref="Reissue"/> gives.</summary>
/// <param name="Files">The files; null where there is nothing to write.</param>
/// <param name="Summary">What they are for, or why there are none; part of a sentence.</param>
public sealed record ReissueResult(FileTree? Files, string Summary)
{
    internal static ReissueResult Nothing(string reason) => new(null, reason);
}
