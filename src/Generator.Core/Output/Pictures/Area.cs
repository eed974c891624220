namespace Generator.Core.Output.Pictures;

/// <summary>A rectangle of the picture, in whole pixels.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its top edge.</param>
internal sealed record Area(int X, int Y, int Width, int Height)
{
    public int Right => X + Width;

    public int Bottom => Y + Height;

    /// <summary>Where its middle is from left to right.</summary>
    internal int Middle => X + (Width / 2);
}
