using System.Collections.Immutable;
using Generator.Core.Diagnostics;

namespace Generator.Core.Reports;

/// <summary>The pages of the codes that no rule raises: text that is no YAML, a document of the wrong shape, a capture that cannot be read.</summary>
internal static class FaultPages
{
    internal static ImmutableArray<Page> All { get; } =
    [
        New("YML001", "text that is not YAML", "Nothing can be read before it is.", "correct the line; often a bracket, a quote or the indentation above it is wrong"),
        New("YML002", "a file that is too large", "A topology of many hosts has ranges; a file of this size is another file.", "is it the right file? Use ranges for many hosts"),
        New("YML003", "nesting that is too deep", "No part of these files needs it, and readers of YAML fall over it.", "remove the nesting"),
        New("YML004", "an alias, anchor, tag, merge key or a key that is no scalar", "They mean different things to different readers, and a few of them can fill any memory.", "write the value out"),
        New("YML005", "a key that stands twice", "Readers disagree on which of the two counts.", "keep one of the two"),
        New("YML006", "a character that cannot be seen or turns the direction", "What a reviewer sees would not be what is read.", "remove it; retype the line if it cannot be seen"),
        New("YML007", "an empty file", "There is nothing to compile.", "\"haplane init DIR\" writes one to start from"),
        New("YML008", "too many faults", "A file of another kind has nothing but faults; the rest of it is not read.", "mend those above first"),
        New("YML009", "a second document", "One file describes one cluster.", "write one cluster into one file, without ---"),
        New("SHP001", "an unknown key", "A key that is misspelt would be ignored in silence, and its default would count.", "write one of the keys that the message names"),
        New("SHP002", "a missing key", "There is no sensible default for it.", "add the key"),
        New("SHP003", "a value of the wrong kind", "A list, a mapping or a scalar stands where another one is expected.", "write it as the message says"),
        New("SHP004", "a value that is not of its form", "Only values of a known form reach a file or a script; so nothing has to be escaped, and nothing can be injected.", "write it in the form that the message names"),
        New("SHP005", "an empty list", "At least one entry is needed.", "add an entry, or leave the key out where it may be"),
        New("SHP006", "another version of the file's form", "A newer form can mean something else by the same words.", "write the version that the message names"),
        New("SHP007", "a host that is written twice over", "A host is either one, with name and address, or many, with range and addresses.", "keep one of the two pairs"),
        New("SHP008", "ranges of different length", "Every name needs its address.", "make both ranges the same length"),
        New("SHP009", "too many hosts", "Kubernetes supports 5000 nodes in a cluster; a range of more is a slip of the keyboard.", "check the numbers of the range"),
        New("SHP010", "a value that is undecided", "\"haplane capture\" writes what it finds on the hosts. What only a person can choose, such as the new masters, it leaves undecided, with a comment that says what to choose.", "write the value in the place of the word undecided"),
        New("CAP001", "a host's folder without capture.json", "It lists what was seen on the host, with modes, owners and digests; without it nothing can be classified.", "add originals/HOST/capture.json, which lists what was seen on the host"),
        New("CAP002", "a capture.json of another form", "Another release of haplane wrote it.", "capture the host again with this release"),
        New("CAP003", "a capture in the folder of another host", "The files of one host would be taken for another's.", "put the capture into the folder of its own host"),
        New("CAP004", "a path that capture.json lists twice", "Which entry counts cannot be known.", "capture the host again; this file is not edited by hand"),
        New("CPT001", "a report of a host that is not of its form", "What a host sends is data. A line that its grammar does not know is used for nothing, and neither is the rest of the report.", "capture the host again with this release of haplane; if it happens again, report it"),
        New("CPT002", "a report of a host that is cut short", "Files and entries would be missing, and the capture would look complete.", "capture the host again; check the connection and the space on the operator's machine"),
        New("CPT003", "a report of a host that is too large", "A report is read as a whole. A host with so many files below its folders of Kubernetes has something else there.", "look for a folder with very many files, and move it away"),
        New("CPT004", "a secret that was not redacted on the host", "Secrets are redacted on the host. Every file that arrives is searched again, and one with an open secret is left out: it is in notTaken, and nothing of it is written.", "report it as a fault of haplane, without the file; files in which haplane is not certain can be written by hand, with haplane-redacted in the place of the secret") with { Severity = Severity.Warning, HasNoTopology = true },
        New("CPT005", "a file in a report that its list does not have", "What is written below originals/ has to be listed with mode, owner and digest, and stays below the folder of its host.", "capture the host again with this release of haplane; if it happens again, report it"),
        New("OUT001", "a folder that is no result", "A change is told from two results; this folder holds none.", "name a folder that \"haplane build\" wrote, or the folder with the topology that it is built from"),
        New("OUT002", "a result of another form", "Another release of haplane wrote it.", "build it again with this release"),
        New("OUT003", "a result that was changed by hand", "What is reviewed would not be what was built.", "change topology.yaml and build again; out/ is never edited"),
        New("BND001", "an archive that is no bundle, or no longer one", "A bundle is one archive that haplane can write again to the last byte. Whatever differs was damaged on its way, or was made by somebody else.", "fetch the bundle again from whom it comes, and compare its identity"),
        New("BND002", "a file of a bundle that is not the one that was bundled", "What would be rolled out is not what was reviewed.", "fetch the bundle again from whom it comes, and compare its identity"),
        New("BND003", "a bundle that does not say what it holds", "A host would look for files that are not there, or get some that its plan does not name.", "bundle it again with this release"),
        New("BND004", "a signature that is missing, wrong or by somebody else", "The topology, or you, have said who may sign bundles, and nobody of those has signed this one.", "ask one of them to sign it; somebody else's bundle is not rolled out"),
        New("BND005", "a file of the payload that is another release", "What is copied to a new master is what runs on the source, to the last byte. Another release, or another build of the same one, would be refused on arrival.", "take the release that the message names, or take the file away: then it is copied from the source"),
        New("BND006", "a file that an archive cannot hold under its name", "On site any tar has to unpack it, that of an old host as well.", "shorten or change the name as the message says"),
        New("BND007", "a secret in the payload", "An archive is copied and kept in many places. Private keys, tables of tokens, encryption configurations and kubeconfigs with credentials stay on the hosts.", "remove the file from the payload; secrets are copied from the source to each new master"),
        New("FRM001", "an output of another cluster", "Everything that is in it and not in the topology would be taken out of service.", "pass another folder with -o; where that output was never rolled out, remove it and build again"),
        New("FRM002", "a machine with another name", "What is on the machine was delivered under its old name. As two machines, one of them would stop the other.", "keep the name, or let the machine leave and come back: two rollouts, each ended with \"haplane build --done\""),
        New("FRM003", "a master that becomes a worker, or a worker that becomes a master", "Its node's identity and its files change hands while they are in use.", "take it out, roll that out and run \"haplane build --done\"; then add it as what it is to be"),
        New("FRM004", "two changes on their way at once", "A host may have what the output before the last one brought, or what the last one brought. A rollout leads away from one of them.", "roll the replaced output out and run \"haplane build --done\"; where it was never rolled out, restore the one before it"),
        New("FRM005", "an output that is replaced and cannot be read", "What leaves or moves is told from it. Without it, a host could be left running in silence.", "restore the folder that was rolled out last; where it was never rolled out, remove it"),
        New("FRM006", "an output that leads away from an earlier one", "Until the rollout is done, the hosts have more than the topology says. The folder former/ keeps what they have, so that every build and every check knows it.", "roll the output out; when that is done, run \"haplane build --done\"") with { Severity = Severity.Note },
    ];

    private static Page New(string code, string title, string why, string hint) => new(code, Severity.Error, title, why, hint);
}
