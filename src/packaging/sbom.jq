# A CycloneDX bill of materials. $components: NAME VERSION LICENCE PURL, separated by tabs, a line each. $time: of the commit.
{
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    timestamp: $time,
    component: {type: "application", "bom-ref": "haplane", name: "haplane", version: $version}
  },
  components: ($components | split("\n") | map(select(length > 0) | split("\t") | {
    type: "library",
    "bom-ref": .[3],
    name: .[0],
    version: .[1],
    licenses: [{expression: .[2]}],
    purl: .[3]
  })),
  dependencies: [{ref: "haplane", dependsOn: ($components | split("\n") | map(select(length > 0) | split("\t")[3]))}]
}
