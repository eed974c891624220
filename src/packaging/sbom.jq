# A CycloneDX bill of materials from the lock file of Generator.Cli. $version, $sdk, $native (NAME VERSION PURL, a line each).
def libraries: [.dependencies | to_entries[] | .value | to_entries[] | select(.value.type != "Project")
  | {name: .key, version: .value.resolved}] | unique_by(.name);
{
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {component: {type: "application", "bom-ref": "haplane", name: "haplane", version: $version}},
  components: (
    (libraries | map({
      type: "library", "bom-ref": "pkg:nuget/\(.name)@\(.version)", name, version, purl: "pkg:nuget/\(.name)@\(.version)"
    }))
    + ($native | split("\n") | map(select(length > 0) | split(" ") | {
      type: "library", "bom-ref": .[2], name: .[0], version: .[1], purl: .[2]
    }))
  )
}
