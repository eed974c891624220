using System.Collections.Immutable;
using Generator.Core.Foundation.Artefacts;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Values;
using Generator.Core.Output.Bundles.Faults;
using Generator.Core.Reading.Deliveries;

namespace Generator.Core.Output.Bundles;

/// <summary>
/// Finds the files that an output needs among offered files: by content, so that these may be in any folders. A file with the name of a
/// needed one but with another release is an error.
/// </summary>
internal sealed class PayloadMatch(Delivery delivery, ImmutableArray<OfferedFile> offered, ImmutableArray<OfferedFile> originals)
{
    private readonly ImmutableArray<WantedFile> wanted = WantedFile.Of(delivery);

    // A file from the payload folder has priority over an original with the same bytes.
    private readonly Dictionary<Sha256, OfferedFile> byDigest =
        offered.Concat(originals).DistinctBy(file => file.Sha256).ToDictionary(file => file.Sha256);

    internal Outcome<Payload> Match()
    {
        var packages = offered.Where(file => file.IsPackage)
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .DistinctBy(file => (file.Name, file.Sha256))
            .ToArray();
        var digests = wanted.Select(file => file.Sha256).ToHashSet();
        var payload = new Payload(
            [.. wanted.Where(IsOffered).Select(file => Carried(file, byDigest[file.Sha256])).OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. packages.Select(Carried).OrderBy(file => file.Path, StringComparer.Ordinal)],
            [.. wanted.Where(file => !IsOffered(file)).Select(file => file.Path).Distinct()])
        {
            LeftOut = [.. offered.Where(file => !file.IsPackage && !digests.Contains(file.Sha256)).Select(file => file.Path)],
        };
        return Outcome.Of(payload, Secrets().Concat(OtherReleases()).Concat(UnfitPackages(packages)));
    }

    private bool IsOffered(WantedFile file) => byDigest.ContainsKey(file.Sha256);

    private string Source => delivery.Hosts.First(host => host.IsSource).Name;

    // This counts whether a host needs the file or not: a secret in the payload is always a mistake.
    private IEnumerable<Diagnostic> Secrets()
    {
        var secrets = delivery.Files
            .Where(file => file.Class is FileClass.Secret or FileClass.Edited && file.Sha256.Length > 0)
            .DistinctBy(file => file.Sha256)
            .ToDictionary(file => file.Sha256, file => file.Path, StringComparer.Ordinal);
        foreach (var file in offered)
        {
            if (file.Secret is { } secret)
                yield return SecretInPayload.Of(file, secret, Source);
            else if (secrets.GetValueOrDefault(file.Sha256.Text) is { } path)
                yield return SecretInPayload.OfSource(file, path, Source);
        }
    }

    private IEnumerable<Diagnostic> OtherReleases() =>
        from file in wanted
        where !IsOffered(file)
        from other in offered
        where other.Name == file.Name && other.Secret is null
        select OtherRelease.Of(other, file, Source);

    private static IEnumerable<Diagnostic> UnfitPackages(OfferedFile[] packages) =>
        packages.Where(file => !Grammar.PackageFile.IsMatch(file.Name)).Select(UnfitName.OfPackage)
            .Concat(
                packages.GroupBy(file => file.Name, StringComparer.Ordinal)
                    .Where(same => same.Count() > 1)
                    .Select(same => UnfitName.Twice(same.First(), same.ElementAt(1))));

    private static CarriedFile Carried(WantedFile wanted, OfferedFile file) =>
        new(
            $"{BundlePath.Payload}{wanted.Group}/{file.Machine}{wanted.Path}",
            file.Sha256,
            file.Size,
            wanted.Version,
            wanted.IsExecutable,
            file.Path);

    private static CarriedFile Carried(OfferedFile package) =>
        new(
            $"{BundlePath.Packages}{package.Name}",
            package.Sha256,
            package.Size,
            PackageName.VersionOf(package.Name),
            IsExecutable: false,
            package.Path);
}
