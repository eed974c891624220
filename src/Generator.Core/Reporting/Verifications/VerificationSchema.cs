namespace Generator.Core.Reporting.Verifications;

/// <summary>The JSON Schema (draft 2020-12) of <see cref="VerificationJson"/>.</summary>
public static class VerificationSchema
{
    /// <summary>The schema.</summary>
    public const string Text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "haplane verify, haplane.verification/v1",
          "type": "object",
          "required": [
            "apiVersion", "cluster", "output", "at", "verdict", "summary", "counts", "hosts", "hasCaptures", "checks", "certificates", "holders",
            "failures"
          ],
          "properties": {
            "apiVersion": {"const": "haplane.verification/v1"},
            "cluster": {"type": "string"},
            "output": {"type": "string", "description": "the digest that names the output"},
            "at": {"$ref": "#/$defs/time"},
            "verdict": {"$ref": "#/$defs/state"},
            "summary": {"type": "string"},
            "counts": {"$ref": "#/$defs/counts"},
            "hosts": {"type": "array", "items": {
              "type": "object",
              "required": ["name", "verdict", "counts"],
              "properties": {
                "name": {"type": "string"},
                "verdict": {"$ref": "#/$defs/state"},
                "counts": {"$ref": "#/$defs/counts"}
              }
            }},
            "hasCaptures": {"type": "boolean", "description": "false: only delivered files were compared, and no new file was looked for"},
            "checks": {"type": "array", "items": {
              "type": "object",
              "required": ["host", "area", "subject", "state", "text", "difference", "advice"],
              "properties": {
                "host": {"type": "string", "description": "empty for the cluster as a whole"},
                "area": {"enum": [
                  "host", "file", "extra", "service", "program", "api", "node", "masters", "leader", "etcd", "address", "certificate", "clock",
                  "token", "connection"
                ]},
                "subject": {"type": "string"},
                "state": {"$ref": "#/$defs/state"},
                "text": {"type": "string"},
                "difference": {"$ref": "#/$defs/lines"},
                "advice": {"type": "string"}
              }
            }},
            "certificates": {"type": "array", "items": {
              "type": "object",
              "required": ["host", "path", "subject", "notAfter", "daysLeft"],
              "properties": {
                "host": {"type": "string"},
                "path": {"type": "string"},
                "subject": {"type": "string"},
                "notAfter": {"$ref": "#/$defs/time"},
                "daysLeft": {"type": "integer", "description": "whole days; negative after the end"}
              }
            }},
            "holders": {"type": "array", "items": {
              "type": "object",
              "required": ["address", "host"],
              "properties": {"address": {"type": "string"}, "host": {"type": "string"}}
            }},
            "failures": {"type": "array", "items": {
              "type": "object",
              "required": ["hosts", "api", "etcd", "canLead", "darkFiles", "lostNodes", "canSchedule", "losses"],
              "properties": {
                "hosts": {"type": "array", "items": {"type": "string"}, "minItems": 1},
                "api": {"enum": ["all", "some", "none"]},
                "etcd": {
                  "type": "object",
                  "required": ["left", "members", "holds", "spare"],
                  "properties": {
                    "left": {"type": "integer", "minimum": 0},
                    "members": {"type": "integer", "minimum": 0, "description": "0 where they are not known"},
                    "holds": {"type": "boolean"},
                    "spare": {"type": "integer", "minimum": 0}
                  }
                },
                "canLead": {"$ref": "#/$defs/lines"},
                "darkFiles": {"$ref": "#/$defs/lines"},
                "lostNodes": {"$ref": "#/$defs/lines"},
                "canSchedule": {"type": "boolean"},
                "losses": {"$ref": "#/$defs/lines"}
              }
            }}
          },
          "$defs": {
            "state": {"enum": ["fine", "drift", "problem", "unknown"]},
            "time": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$"},
            "lines": {"type": "array", "items": {"type": "string"}},
            "counts": {
              "type": "object",
              "required": ["drift", "problem", "unknown", "fine"],
              "properties": {
                "drift": {"$ref": "#/$defs/count"},
                "problem": {"$ref": "#/$defs/count"},
                "unknown": {"$ref": "#/$defs/count"},
                "fine": {"$ref": "#/$defs/count"}
              }
            },
            "count": {"type": "integer", "minimum": 0}
          }
        }

        """;
}
