namespace Generator.Core.Reading.Originals;

/// <summary>A pattern of paths (glob(7)): a wildcard matches no slash, and no dot at the start of a name.</summary>
internal static class PathPattern
{
    /// <summary>The folder before the first wildcard, which needs no search.</summary>
    internal static string FolderOf(string pattern) => HostPath.FolderOf(pattern[..pattern.IndexOfAny(['*', '?', '['])]);

    /// <summary>Whether a path matches the pattern.</summary>
    internal static bool IsMatch(string pattern, string path)
    {
        var (patterns, names) = (pattern.Split('/'), path.Split('/'));
        return patterns.Length == names.Length && patterns.Zip(names).All(pair => IsName(pair.First, pair.Second));
    }

    // If the rest does not match, the search continues after the last star: no pattern takes long.
    private static bool IsName(string pattern, string name)
    {
        if (name is ['.', ..] && pattern is not ['.', ..])
            return false;
        var (i, star, behind) = (0, -1, 0);
        for (var j = 0; j < name.Length;)
        {
            if (i < pattern.Length && pattern[i] == '*')
                (star, behind) = (i++, j);
            else if (EndOfOne(pattern, i, name[j]) is var end && end > 0)
                (i, j) = (end, j + 1);
            else if (star >= 0)
                (i, j) = (star + 1, ++behind);
            else
                return false;
        }

        return pattern[i..].All(c => c == '*');
    }

    // The end of the part of the pattern that matches this character; 0 if it does not match.
    private static int EndOfOne(string pattern, int i, char c)
    {
        if (i >= pattern.Length)
            return 0;
        if (pattern[i] == '[' && EndOfSet(pattern, i) is > 0 and var end)
            return IsInSet(pattern[(i + 1)..end], c) ? end + 1 : 0;
        if (pattern[i] == '\\' && i + 1 < pattern.Length)
            return pattern[i + 1] == c ? i + 2 : 0;
        return pattern[i] == '?' || pattern[i] == c ? i + 1 : 0;
    }

    // A bracket right after the opening one, or after its !, belongs to the set.
    private static int EndOfSet(string pattern, int start)
    {
        var first = start + 1 < pattern.Length && pattern[start + 1] is '!' or '^' ? start + 2 : start + 1;
        return first + 1 < pattern.Length ? pattern.IndexOf(']', first + 1) : -1;
    }

    private static bool IsInSet(string set, char c)
    {
        var isNegated = set[0] is '!' or '^';
        var found = false;
        for (var i = isNegated ? 1 : 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            found |= isRange ? set[i] <= c && c <= set[i + 2] : set[i] == c;
            i += isRange ? 2 : 0;
        }

        return found != isNegated;
    }
}
