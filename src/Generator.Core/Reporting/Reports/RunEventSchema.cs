namespace Generator.Core.Reporting.Reports;

/// <summary>The JSON Schema (draft 2020-12) of a line of <see cref="RunEventJson"/>.</summary>
public static class RunEventSchema
{
    /// <summary>The schema.</summary>
    public const string Text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "A line of haplane apply --json and of a run's journal, haplane.events/v1",
          "type": "object",
          "required": ["apiVersion", "at", "elapsedSeconds", "event"],
          "properties": {
            "apiVersion": {"const": "haplane.events/v1"},
            "at": {"type": "string", "format": "date-time"},
            "elapsedSeconds": {"type": "number", "minimum": 0},
            "event": {"type": "string"}
          },
          "oneOf": [
            {
              "required": ["run", "command", "who", "cluster", "folder", "result", "hosts", "steps"],
              "properties": {
                "event": {"const": "run-started"},
                "run": {"type": "string"},
                "command": {"enum": ["apply", "apply --dry-run", "rollback", "history", "capture"]},
                "who": {"type": "string"},
                "cluster": {"type": "string"},
                "folder": {"type": "string"},
                "result": {"type": "string", "pattern": "^([0-9a-f]{64})?$"},
                "message": {"type": "string"},
                "change": {"type": "string"},
                "hosts": {"type": "array", "items": {"type": "string"}},
                "steps": {"type": "array", "items": {
                  "type": "object",
                  "required": ["step", "phase", "title"],
                  "properties": {"step": {"$ref": "#/$defs/number"}, "phase": {"$ref": "#/$defs/phase"}, "title": {"type": "string"}}
                }}
              }
            },
            {"required": ["text"], "properties": {"event": {"const": "said"}, "text": {"type": "string"}}},
            {
              "required": ["what", "answered", "asked"],
              "properties": {
                "event": {"const": "hosts-asked"},
                "what": {"enum": ["reached", "checked", "compared"]},
                "answered": {"$ref": "#/$defs/number"},
                "asked": {"$ref": "#/$defs/number"}
              }
            },
            {"required": ["host"], "properties": {"event": {"const": "host-reached"}, "host": {"type": "string"}}},
            {
              "required": ["host", "reason", "advice"],
              "properties": {
                "event": {"const": "host-unreachable"},
                "host": {"type": "string"},
                "reason": {"type": "string"},
                "advice": {"type": "string"}
              }
            },
            {
              "required": ["host", "differs", "delivered"],
              "properties": {
                "event": {"const": "host-looked"},
                "host": {"type": "string"},
                "differs": {"type": "boolean"},
                "delivered": {"type": "integer", "minimum": 0}
              }
            },
            {
              "required": ["host", "action", "subject", "difference"],
              "properties": {
                "event": {"const": "change-planned"},
                "host": {"type": "string"},
                "action": {"type": "string"},
                "subject": {"type": "string"},
                "difference": {"type": "array", "items": {"type": "string"}}
              }
            },
            {
              "required": ["step", "phase", "title"],
              "properties": {
                "event": {"const": "step-started"},
                "step": {"$ref": "#/$defs/number"},
                "phase": {"$ref": "#/$defs/phase"},
                "title": {"type": "string"}
              }
            },
            {"required": ["step"], "properties": {"event": {"const": "step-ended"}, "step": {"$ref": "#/$defs/number"}}},
            {"required": ["step"], "properties": {"event": {"const": "step-failed"}, "step": {"$ref": "#/$defs/number"}}},
            {"required": ["host", "work"], "properties": {"event": {"const": "host-busy"}, "host": {"type": "string"}, "work": {"type": "string"}}},
            {
              "required": ["host", "step", "result", "code", "detail"],
              "properties": {
                "event": {"const": "engine"},
                "host": {"type": "string"},
                "step": {"type": "string"},
                "result": {"type": "string"},
                "code": {"type": "string"},
                "detail": {"type": "string"}
              }
            },
            {
              "required": ["host", "state"],
              "properties": {"event": {"const": "host-became"}, "host": {"type": "string"}, "state": {"type": "string"}}
            },
            {
              "required": ["code", "hosts", "text"],
              "properties": {
                "event": {"const": "run-ended"},
                "code": {"enum": [0, 1, 2, 3, 4, 75]},
                "text": {"type": "string"},
                "hosts": {"type": "array", "items": {
                  "type": "object",
                  "required": ["host", "state"],
                  "properties": {"host": {"type": "string"}, "state": {"type": "string"}}
                }}
              }
            }
          ],
          "$defs": {
            "number": {"type": "integer", "minimum": 1},
            "phase": {"enum": [
              "backup", "preflight", "stage", "control-plane", "load-balancer", "takeover", "node-agents", "workers", "source-node", "departure",
              "final"
            ]}
          }
        }

        """;
}
