using Generator.Core.Verifying.Facts;

namespace Generator.Core.Verifying.Checks;

/// <summary>Whether every kube-apiserver is ready: directly, through each load balancer, and through the endpoint.</summary>
internal static class ApiAnswers
{
    internal static readonly LiveCheck Check = new(site => site.Questions.Ways.Select(way => Of(site, way)));

    private static Check Of(Site site, ApiWay way)
    {
        var answers = site.Answering
            .SelectMany(host => host.Answers.Where(answer => answer.Way == way.Key).Select(answer => (Host: host.Name, Answer: answer)))
            .ToArray();
        if (answers.Length == 0)
            return New(way, CheckState.Unknown, $"not checked: {NotChecked(way)}");
        if (answers.FirstOrDefault(pair => pair.Answer.Code is not ("200" or "401")) is { Answer: { } bad } failed)
            return New(way, CheckState.Problem, $"{Said(bad)}; asked on {failed.Host}");
        var versions = answers.Select(pair => pair.Answer.Version).Where(version => version != "-").Distinct();
        return answers.FirstOrDefault(pair => pair.Answer.Code == "401") is { Answer: not null } refused
            ? New(way, CheckState.Unknown, $"not checked: it refuses anonymous requests, and root has no working kubeconfig on {refused.Host}")
            : New(way, CheckState.Fine, string.Join(", ", versions.Prepend("ready")));
    }

    private static string NotChecked(ApiWay way) => way switch
    {
        { IsOfItself: false } => "no master answered",
        { Key: ['m', ..] } => $"{way.Host} did not answer",
        _ => $"{way.Host} did not answer, or no file with the cluster's CA is known there",
    };

    private static Check New(ApiWay way, CheckState state, string text) => new(
        way.Host, CheckArea.Api, $"kube-apiserver {way.Text}", state, text);

    private static string Said(ApiAnswer answer) =>
        answer.Code == "000" ? "no answer to /readyz within 5 s" : $"not ready: /readyz answers {answer.Code}";
}
