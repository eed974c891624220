namespace Generator.Cli.Applying;

/// <summary>A place on the way to a host, which is left when the login is complete: what follows keeps no other connection waiting.</summary>
/// <param name="place">The place; null where none is needed.</param>
internal sealed class HandshakePlace(IDisposable? place) : IDisposable
{
    private IDisposable? held = place;

    internal void Leave() => Interlocked.Exchange(ref held, null)?.Dispose();

    /// <inheritdoc/>
    public void Dispose() => Leave();
}
