namespace Generator.Core.Reporting.Reports;

/// <summary>The JSON Schema (draft 2020-12) of <see cref="ChangeJson"/>.</summary>
public static class ChangeSchema
{
    /// <summary>The schema.</summary>
    public const string Text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "haplane diff, haplane.diff/v1",
          "type": "object",
          "required": [
            "apiVersion", "cluster", "identical", "summary", "topology", "hosts", "driver", "foreign", "effects", "api", "connections", "etcd",
            "rollback", "warnings"
          ],
          "properties": {
            "apiVersion": {"const": "haplane.diff/v1"},
            "cluster": {"type": "string"},
            "identical": {"type": "boolean"},
            "summary": {"type": "string"},
            "topology": {"type": "array", "items": {
              "type": "object",
              "required": ["kind", "subject", "before", "after"],
              "properties": {
                "kind": {"$ref": "#/$defs/kind"},
                "subject": {"type": "string"},
                "before": {"type": "string"},
                "after": {"type": "string"}
              }
            }},
            "hosts": {"type": "array", "items": {
              "type": "object",
              "required": ["kind", "name", "address", "roles", "files"],
              "properties": {
                "kind": {"$ref": "#/$defs/kind"},
                "name": {"type": "string"},
                "address": {"type": "string"},
                "roles": {"type": "array", "items": {"enum": ["source-master", "new-master", "worker", "load-balancer"]}},
                "files": {"type": "array", "items": {"$ref": "#/$defs/file"}}
              }
            }},
            "driver": {"type": "array", "items": {
              "type": "object",
              "required": ["kind", "path", "diff"],
              "properties": {"kind": {"$ref": "#/$defs/kind"}, "path": {"type": "string"}, "diff": {"type": "string"}}
            }},
            "foreign": {"$ref": "#/$defs/lines"},
            "effects": {"type": "array", "items": {
              "type": "object",
              "required": ["host", "unit", "effect", "causes"],
              "properties": {
                "step": {"type": "integer", "minimum": 1},
                "phase": {"enum": ["control-plane", "load-balancer", "node-agents", "workers", "source-node", "departure"]},
                "host": {"type": "string"},
                "unit": {"type": "string"},
                "effect": {"enum": ["start", "restart", "reload", "stop"]},
                "causes": {"$ref": "#/$defs/lines"}
              }
            }},
            "api": {"$ref": "#/$defs/lines"},
            "connections": {"$ref": "#/$defs/lines"},
            "etcd": {"$ref": "#/$defs/lines"},
            "rollback": {"$ref": "#/$defs/lines"},
            "warnings": {"$ref": "#/$defs/lines"}
          },
          "$defs": {
            "kind": {"enum": ["added", "removed", "changed"]},
            "lines": {"type": "array", "items": {"type": "string"}},
            "file": {
              "type": "object",
              "required": ["kind", "path", "class", "attributes", "diff"],
              "properties": {
                "kind": {"$ref": "#/$defs/kind"},
                "path": {"type": "string", "pattern": "^/"},
                "class": {"enum": ["identical", "patched", "rendered", "edited-in-place", "secret", "directory", "link", "never-copied"]},
                "attributes": {"type": "string"},
                "diff": {"type": "string"}
              }
            }
          }
        }

        """;
}
