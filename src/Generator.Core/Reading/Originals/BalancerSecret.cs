using System.Collections.Immutable;
using Generator.Core.Foundation.Diagnostics;
using Generator.Core.Foundation.Syntax;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// Finds the passwords in a load balancer's file: keepalived's auth_pass, haproxy's stats auth, users and authorization headers. A copy of
/// the file, or a part that it includes, contains them too.
/// </summary>
internal static class BalancerSecret
{
    internal static IEnumerable<OpenSecret> In(SourceFile file)
    {
        if (file.Path.Contains("keepalived", StringComparison.OrdinalIgnoreCase))
        {
            return from statement in KeepalivedFile.Parse(file).SelectMany(statement => statement.All)
                   from value in Behind(statement.Words, "auth_pass")
                   where value != OpenSecret.Redacted
                   select new OpenSecret("auth_pass", statement.At.Span.Start, value);
        }

        return file.Path.Contains("haproxy", StringComparison.OrdinalIgnoreCase)
            ? from line in HaproxyFile.Lines(file)
              from secret in InHaproxy(line.Words)
              where !secret.Value.EndsWith(OpenSecret.Redacted, StringComparison.Ordinal)
              select new OpenSecret(secret.Key, line.At.Span.Start, secret.Value)
            : [];
    }

    private static IEnumerable<(string Key, string Value)> InHaproxy(ImmutableArray<string> words) => words switch
    {
        ["stats", "auth", var account, ..] => [("stats auth", account)],
        ["user", ..] => Behind(words, "password").Concat(Behind(words, "insecure-password")).Select(value => ("password", value)),
        ["http-check", ..] => Behind(words, "Authorization").Select(value => ("Authorization", WithoutScheme(value))),
        ["http-request", "set-header" or "add-header", var header, var value, ..] when IsAuthorization(header)
            && !value.Contains('%') => [("Authorization", WithoutScheme(value))],
        // Before http-check send existed, a header followed the version.
        ["option", "httpchk", ..] => words.SelectMany(word => word.Split("\r\n"))
            .Where(header => header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase))
            .Select(header => ("Authorization", WithoutScheme(header["Authorization:".Length..].Trim()))),
        _ => [],
    };

    private static bool IsAuthorization(string header) => header.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Behind(ImmutableArray<string> words, string keyword) =>
        words.Skip(1).Where((_, index) => words[index].Equals(keyword, StringComparison.OrdinalIgnoreCase));

    private static string WithoutScheme(string value) => value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
}
