using System.Globalization;
using Generator.Core.Foundation.Diagnostics;

namespace Generator.Core.Reading.Originals;

/// <summary>
/// A port on which a component listens next to the kube-apiserver's secure port, with the defaults of the supported releases (kubernetes.io,
/// command line references and configuration APIs).
/// </summary>
/// <param name="Unit">The component's unit.</param>
/// <param name="At">Where the port is written; the unit for a default.</param>
internal sealed record ComponentPort(string Unit, int Port, Location At)
{
    private const int None = 0;

    private static readonly Row[] Rows =
    [
        new(ComponentKind.Apiserver, "insecure-port", "", None),
        new(ComponentKind.ControllerManager, "secure-port", "", 10257),
        new(ComponentKind.ControllerManager, "port", "", None),
        new(ComponentKind.Scheduler, "secure-port", "", 10259),
        new(ComponentKind.Scheduler, "port", "", None),
        new(ComponentKind.Kubelet, "port", "port", 10250),
        new(ComponentKind.Kubelet, "healthz-port", "healthzPort", 10248),
        new(ComponentKind.Kubelet, "read-only-port", "readOnlyPort", None),
        new(ComponentKind.KubeProxy, "healthz-bind-address", "healthzBindAddress", 10256),
        new(ComponentKind.KubeProxy, "metrics-bind-address", "metricsBindAddress", 10249),
    ];

    /// <summary>The ports of a component.</summary>
    internal static IEnumerable<ComponentPort> Of(Installation installation, Component component) =>
        from row in Rows
        where row.Kind == component.Kind
        let port = Of(installation, component, row)
        where port.Port != None
        select port;

    private static ComponentPort Of(Installation installation, Component component, Row row)
    {
        if (component.Find(row.Flag) is { } flag)
            return new ComponentPort(component.UnitName, Number(flag.Text, row.Default), flag.At);
        return row.Key.Length > 0 && ConfiguredSetting.Of(installation, component, row.Key) is { } scalar
            ? new ComponentPort(component.UnitName, Number(scalar.Value, row.Default), scalar.At)
            : new ComponentPort(component.UnitName, row.Default, Location.StartOf(component.Unit.File));
    }

    // A port, or an address with or without one.
    private static int Number(string text, int fallback) =>
        int.TryParse(text[(text.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : fallback;

    /// <param name="Flag">The flag that sets it.</param>
    /// <param name="Key">The same in the component's configuration; empty if there is none.</param>
    private sealed record Row(ComponentKind Kind, string Flag, string Key, int Default);
}
