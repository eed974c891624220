using Generator.Core.Binding;
using Generator.Core.Diagnostics;

namespace Generator.Core.Originals;

/// <summary>The faults of the folder of originals that keep it from being read at all, with their codes.</summary>
internal static class OriginalsFault
{
    internal static Diagnostic NoInventory(string host) => Diagnostic.Error(
        "CAP001",
        "this file is missing",
        Location.StartOf(new SourceFile($"originals/{host}/capture.json", default)),
        $"add originals/{host}/capture.json, which lists what was seen on the host; \"haplane init DIR\" writes an example");

    internal static Diagnostic WrongVersion(Location at) =>
        Diagnostic.Error("CAP002", $"capture.json is not of the form {CaptureKeys.Version}", at, "capture the host again with this release of haplane");

    internal static Diagnostic OtherHost(Location at, string found, string host) =>
        Diagnostic.Error("CAP003", $"this capture.json is of {found}, and lies in the folder of {host}", at, "put the capture into the folder of its own host");

    internal static Diagnostic SeenTwice(Location at, string path) =>
        Diagnostic.Error("CAP004", $"capture.json lists {path} twice", at, "capture the host again; this file is not edited by hand");
}
