using System.Globalization;
using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>The members of etcd: whether they answer, the leader, quorum, alarms, and the size of the database against its quota.</summary>
internal static class EtcdMembers
{
    // Beyond its quota etcd refuses every write (etcd.io, "Maintenance").
    private const double FullAt = 0.8;
    private const long UsualQuota = 2L * 1024 * 1024 * 1024;
    private const string Manual = "see etcd.io, \"Maintenance\"";
    private const int Mebibyte = 1024 * 1024;

    internal static readonly LiveCheck Check = new(Of);

    private static IEnumerable<Check> Of(Site site)
    {
        var states = site.Masters.SelectMany(host => EtcdStatus.Of(host.Records)).DistinctBy(status => status.Endpoint).ToArray();
        var silent = site.Masters.SelectMany(host => EtcdSilent.Of(host.Records)).Select(member => member.Endpoint).Distinct()
            .Where(endpoint => states.All(status => status.Endpoint != endpoint))
            .ToArray();
        if (site.Questions.EtcdMembers.IsEmpty)
            return [New("etcd", CheckState.Unknown, "not checked: no step of this output asks etcd, so the certificates for it are not known")];
        if (states.Length + silent.Length == 0)
            return [ClusterAnswer.NotAsked(CheckArea.Etcd, "etcd")];
        var (_, members) = ClusterAnswer.First(site, EtcdMemberFact.Of);
        var alarms = site.Masters.SelectMany(host => EtcdAlarm.Of(host.Records)).Distinct();
        return
        [
            Quorum(states, members.IsEmpty ? states.Length + silent.Length : members.Length),
            .. states.Select(Of),
            .. silent.Select(endpoint => New(endpoint, CheckState.Problem, "does not answer")),
            .. members.Where(member => !member.IsStarted).Select(member => New(member.Id, CheckState.Problem, "was added and has never started")),
            .. alarms.Select(alarm => New(alarm.Id, CheckState.Problem, $"raised the alarm {alarm.Name}")
                with { Advice = $"etcdctl alarm list; {Manual}, then: etcdctl alarm disarm" }),
        ];
    }

    private static Check Quorum(EtcdStatus[] states, int members)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{states.Length} of {members} members answer");
        if (states.Length <= members / 2)
            return New("etcd", CheckState.Problem, $"{text}: no majority, so nothing can be written");
        if (states.All(status => !status.IsLeader) && states.Length == members)
            return New("etcd", CheckState.Problem, $"{text}, and none of them leads");
        return New("etcd", CheckState.Fine, text);
    }

    private static Check Of(EtcdStatus status)
    {
        var quota = status.Quota ?? UsualQuota;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(status.IsLeader ? "leader, " : "")}{status.Size / Mebibyte} MiB of {quota / Mebibyte} MiB");
        if (status.Quota is null)
            text += " (the default quota)";
        return status.Size > quota * FullAt
            ? New(status.Endpoint, CheckState.Problem, $"{text}: nearly full") with { Advice = $"compact and defragment it: {Manual}" }
            : New(status.Endpoint, CheckState.Fine, text);
    }

    private static Check New(string subject, CheckState state, string text) => new("", CheckArea.Etcd, subject, state, text);
}
