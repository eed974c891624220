using System.Collections.Immutable;

namespace Generator.Core.Rollout.Gates;

/// <summary>Does nginx have the stream module?</summary>
internal sealed record NginxStream(string Host, int Seconds) : Gate(Host, Seconds), IGate
{
    private const string Command =
        "on $h 'nginx -V 2>&1 | grep -o with-stream; "
        + "find /usr/share/nginx/modules /usr/lib/nginx/modules /usr/lib64/nginx/modules -name \"*stream*\"'";

    internal override ImmutableArray<string> Arguments => [];

    internal override ConsoleLine ByHand => new(Host, Command, "with-stream, or ngx_stream_module");

    public static Gate Read(string host, int seconds, Arguments given) => new NginxStream(host, seconds);
}
