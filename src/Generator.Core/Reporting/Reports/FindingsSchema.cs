namespace Generator.Core.Reporting.Reports;

/// <summary>The JSON Schema (draft 2020-12) of <see cref="JsonReport"/>.</summary>
public static class FindingsSchema
{
    /// <summary>The schema.</summary>
    public const string Text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "haplane findings, haplane.findings/v1",
          "type": "object",
          "required": ["apiVersion", "errors", "warnings", "notes", "waived", "findings"],
          "properties": {
            "apiVersion": {"const": "haplane.findings/v1"},
            "errors": {"type": "integer", "minimum": 0},
            "warnings": {"type": "integer", "minimum": 0},
            "notes": {"type": "integer", "minimum": 0},
            "waived": {"type": "integer", "minimum": 0},
            "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}}
          },
          "$defs": {
            "finding": {
              "type": "object",
              "required": ["code", "severity", "message", "hint", "file", "line", "column", "related"],
              "properties": {
                "code": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"},
                "severity": {"enum": ["error", "warning", "note", "waived"]},
                "message": {"type": "string"},
                "hint": {"type": "string"},
                "waivedBecause": {"type": "string"},
                "file": {"type": "string"},
                "line": {"type": "integer", "minimum": 1},
                "column": {"type": "integer", "minimum": 1},
                "related": {"type": "array", "items": {"$ref": "#/$defs/related"}}
              }
            },
            "related": {
              "type": "object",
              "required": ["message", "file", "line", "column"],
              "properties": {
                "message": {"type": "string"},
                "file": {"type": "string"},
                "line": {"type": "integer", "minimum": 1},
                "column": {"type": "integer", "minimum": 1}
              }
            }
          }
        }

        """;
}
