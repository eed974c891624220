using System.Collections.Immutable;
using Generator.Core.Diagnostics;
using Generator.Core.Model;
using Generator.Core.Originals;
using Generator.Core.Rules.Captures;
using Generator.Core.Rules.Certificates;
using Generator.Core.Rules.Flags;
using Generator.Core.Rules.LoadBalancers;
using Generator.Core.Rules.Powers;
using Generator.Core.Rules.Releases;
using Generator.Core.Rules.Rollouts;
using Generator.Core.Rules.Topologies;
using Generator.Core.Rules.VirtualAddresses;

namespace Generator.Core.Rules;

/// <summary>Every rule about the input. A rule that is not in this list does not run, and a test says so.</summary>
internal static class RuleBook
{
    internal static ImmutableArray<Rule> All { get; } =
    [
        NameUsedTwice.Rule,
        AddressUsedTwice.Rule,
        NodeNameUsedTwice.Rule,
        SourceIsNoMaster.Rule,
        EvenEtcd.Rule,
        TwoMasters.Rule,
        NoLoadBalancer.Rule,
        LayoutPathsOverlap.Rule,
        SignersUnusable.Rule,
        UnknownWaiver.Rule,
        UnusedWaiver.Rule,
        EtcdEndpointTwice.Rule,
        OneLoadBalancer.Rule,
        EngineNotBuilt.Rule,
        VipNotBuilt.Rule,
        PortTakenByApiserver.Rule,
        EndpointIsAMaster.Rule,
        VipIsAHost.Rule,
        SourceNotCaptured.Rule,
        WorkerNotCaptured.Rule,
        ComponentMissing.Rule,
        ComponentStartedTwice.Rule,
        NamedFileMissing.Rule,
        NeededFileNotCaptured.Rule,
        OriginalWasEdited.Rule,
        PortDiffers.Rule,
        KubectlMissing.Rule,
        StartNotFollowed.Rule,
        RequiredUnitLeftOut.Rule,
        WantedUnitLeftOut.Rule,
        AccountNeeded.Rule,
        StaticPodsLeftOut.Rule,
        SocketNeeded.Rule,
        CommandCutShort.Rule,
        MarkBeforeVariable.Rule,
        StaticNodeIdentity.Rule,
        AgentMissing.Rule,
        SecretsDiffer.Rule,
        CopyWithoutDigest.Rule,
        PluginsMissing.Rule,
        CertificateNotCaptured.Rule,
        IdentityOfAnotherNode.Rule,
        ControlPlaneElsewhere.Rule,
        OwnAddressIsNone.Rule,
        FlagRemoved.Rule,
        UnknownFlag.Rule,
        SecretCaptured.Rule,
        SecretReadable.Rule,
        KeyOfNoCertificate.Rule,
        PublicPartUnknown.Rule,
        FileUnreadable.Rule,
        BrokenContinuation.Rule,
        CommentInsideValue.Rule,
        NoWorker.Rule,
        SshPortTaken.Rule,
        NoLeaderElection.Rule,
        MasterFlagElsewhere.Rule,
        InsecurePort.Rule,
        ObsoleteApiserverCount.Rule,
        ReconcilerIsNotLease.Rule,
        ServiceAccountKeysApart.Rule,
        NoServiceAccountIssuer.Rule,
        EtcdServersDiffer.Rule,
        ServiceRangeOverlaps.Rule,
        ServiceRangeTooSmall.Rule,
        AnonymousAuthOff.Rule,
        EtcdOnLoopback.Rule,
        MasterWithoutProxy.Rule,
        NodeNameTwiceOnHosts.Rule,
        AllWorkersAtOnce.Rule,
        GateTooShort.Rule,
        TextAfterClosingQuote.Rule,
        GluedFlags.Rule,
        PlaceholderLeft.Rule,
        UnsetVariable.Rule,
        PortTakenByHaproxy.Rule,
        VipIsNotTheEndpoint.Rule,
        AddressOfNoHost.Rule,
        EndpointIsNoBalancer.Rule,
        EndpointLeftToOneHost.Rule,
        PortTakenByHttp.Rule,
        HttpPageLeftOut.Rule,
        NodeDiffers.Rule,
        NodeNameDiffers.Rule,
        SourceAddressDiffers.Rule,
        CapturedFileNotListed.Rule,
        NameNotInCertificate.Rule,
        NamesUnknown.Rule,
        UsualNameMissing.Rule,
        FrontProxyRefused.Rule,
        FrontProxyCaShared.Rule,
        KubeletRefusesApiserver.Rule,
        CertificateExpires.Rule,
        CertificateForNoServer.Rule,
        CertificateForNoClient.Rule,
        CertificateNotTrusted.Rule,
        ClientNotTrusted.Rule,
        ComponentIsSomebodyElse.Rule,
        ControllersWithoutPower.Rule,
        SeparateSigningKeys.Rule,
        ControllersUnauthorized.Rule,
        NothingSignsKubelets.Rule,
        BootstrapTokenRefused.Rule,
        ServingRequestsWait.Rule,
        PodRangesTooFew.Rule,
        OneEtcdMember.Rule,
        ClientsThroughProxy.Rule,
        NginxAsksNobody.Rule,
        PortTakenByNginx.Rule,
        SilentConnectionsCut.Rule,
        DeadMasterWaitedFor.Rule,
        TooFewConnections.Rule,
        ClientsPinned.Rule,
        ChecksGetRefused.Rule,
        MasterNotChecked.Rule,
        ServerNamedTwice.Rule,
        MethodChosenTwice.Rule,
        NopreemptWithWeight.Rule,
        NopreemptOnMaster.Rule,
        WeightTooSmall.Rule,
        PeerIsOneself.Rule,
        RouterNumbersApart.Rule,
        RouterNumberShared.Rule,
        CheckNotRun.Rule,
        EtcdElsewhere.Rule,
        NodeOutsideItsGroup.Rule,
        SshAsADaemon.Rule,
        NameIsReserved.Rule,
        ProxyNameTwiceOnHosts.Rule,
        ProxyNamedUnlikeKubelet.Rule,
        BalancerNotAsked.Rule,
        DeadMasterNotNoticed.Rule,
        BalancerFileUnreadable.Rule,
        OtherSitesStay.Rule,
        EndpointCarriedByNone.Rule,
        CheckAsksSomethingElse.Rule,
        ProxyProtocol.Rule,
        ClientNotMoved.Rule,
        MasterNeverLeftOut.Rule,
        MasterGetsNothing.Rule,
        TlsCutInTwo.Rule,
        ReleaseDiffers.Rule,
        ReleasesTooFarApart.Rule,
        FlagsNotKnown.Rule,
        AdmissionPluginUnknown.Rule,
        ApiVersionNotServed.Rule,
        FeatureGateRemoved.Rule,
        ValueMalformed.Rule,
    ];

    // They ask how files are written and what was captured, and no component's flags.
    private static readonly ImmutableArray<Rule> WithoutFlags =
    [
        SourceNotCaptured.Rule, WorkerNotCaptured.Rule, ComponentMissing.Rule, ComponentStartedTwice.Rule, NamedFileMissing.Rule, NeededFileNotCaptured.Rule,
        OriginalWasEdited.Rule, KubectlMissing.Rule, AgentMissing.Rule, CapturedFileNotListed.Rule, SecretCaptured.Rule, SecretReadable.Rule, KeyOfNoCertificate.Rule,
        FileUnreadable.Rule,
        StartNotFollowed.Rule, CommandCutShort.Rule, MarkBeforeVariable.Rule, BrokenContinuation.Rule, CommentInsideValue.Rule, TextAfterClosingQuote.Rule,
        GluedFlags.Rule, PlaceholderLeft.Rule, ReleaseDiffers.Rule, ReleasesTooFarApart.Rule,
    ];

    /// <summary>Runs every rule; where flags could not be read, only those that ask for none, because the others would report what follows from that. A warning or note that the topology waives becomes a waived finding with its reason.</summary>
    internal static Outcome<Cluster> Check(Cluster cluster)
    {
        // Several ways can lead to one place, such as two frontends to one backend.
        var isIncomplete = cluster.Installations.Values.Any(installation => installation.IsIncomplete);
        var rules = isIncomplete ? All.Where(rule => WithoutFlags.Contains(rule) || IsOfTopology(rule)) : All;
        var found = rules.SelectMany(rule => rule.Check(cluster).DistinctBy(finding => (finding.At, finding.Message)).Select(rule.Diagnose)).ToArray();
        // Where rules did not run, a waiver of theirs is not unused.
        var about = isIncomplete ? [] : All.SelectMany(rule => (rule.CheckFindings?.Invoke(cluster, found) ?? []).Select(rule.Diagnose));
        var secrets = CapturedSecrets.Values(cluster).Distinct().OrderByDescending(secret => secret.Length).ToArray();
        return Outcome.Of(cluster, found.Concat(about).Select(finding => Discretion.Without(Waived(finding, cluster.Topology), secrets)));
    }

    private static bool IsOfTopology(Rule rule) => rule.Code.StartsWith("TOP", StringComparison.Ordinal) || rule.Code.StartsWith("RLL", StringComparison.Ordinal);

    private static Diagnostic Waived(Diagnostic finding, Topology topology) =>
        finding.Severity != Severity.Error && topology.Waivers.FirstOrDefault(waiver => waiver.Rule.Value.Text == finding.Code) is { } waiver
            ? finding with { Severity = Severity.Waived, WaivedBecause = waiver.Reason.Value.Text }
            : finding;
}
