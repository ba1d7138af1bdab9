/// What `check --format json` prints, as a JSON schema: `check --format json --schema` shows it.
///
/// `version` counts changes that a reader of version 1 would stumble over; keys may be added without one.
enum ReportSchema {
  static let text = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "chalktalk check --format json",
      "description": "A checked book. Files are relative to the working directory when they lie inside it; \
    lines and columns count from 1, columns count characters.",
      "type": "object",
      "required": ["version", "diagnostics", "claims", "numbers", "chapters"],
      "additionalProperties": false,
      "properties": {
        "version": {"const": 1},
        "diagnostics": {
          "description": "What is wrong, in the order of files and places.",
          "type": "array",
          "items": {"$ref": "#/$defs/diagnostic"}
        },
        "claims": {"$ref": "#/$defs/claims"},
        "numbers": {"$ref": "#/$defs/numbers"},
        "chapters": {"type": "array", "items": {"$ref": "#/$defs/chapter"}},
        "coverage": {
          "description": "With --coverage: for each id of the lecture its places, file:line.",
          "type": "object",
          "additionalProperties": {"type": "array", "items": {"type": "string"}}
        },
        "coverageGaps": {
          "description": "With --coverage: the ids that the book owes something, and what.",
          "type": "object",
          "additionalProperties": {"type": "string"}
        },
        "coverageTotals": {
          "description": "With --coverage: for each kind of id how many there are in each state.",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/count"}
          }
        },
        "links": {
          "description": "With --links: every link to another host with its places, file:line:column.",
          "type": "array",
          "items": {
            "type": "object",
            "required": ["url", "places"],
            "additionalProperties": false,
            "properties": {
              "url": {"type": "string"},
              "places": {"type": "array", "items": {"type": "string"}, "minItems": 1}
            }
          }
        },
        "numbersList": {
          "description": "With --numbers: every number of the text with its owner, in order.",
          "type": "array",
          "items": {"$ref": "#/$defs/number"}
        }
      },
      "$defs": {
        "number": {
          "type": "object",
          "required": ["file", "line", "column", "number", "owner", "detail"],
          "additionalProperties": false,
          "properties": {
            "file": {"type": "string"},
            "line": {"$ref": "#/$defs/place"},
            "column": {"$ref": "#/$defs/place"},
            "number": {"description": "As it is written.", "type": "string"},
            "owner": {
              "enum": [
                "claim", "value", "given", "cite", "plain", "exempt", "computed", "unowned"
              ]
            },
            "detail": {
              "description": "The expression, the source's key, the reason, the rule, or the figure's text.",
              "type": "string"
            }
          }
        },
        "count": {"type": "integer", "minimum": 0},
        "place": {"type": "integer", "minimum": 1},
        "diagnostic": {
          "type": "object",
          "required": ["file", "line", "column", "endColumn", "severity", "id", "message"],
          "additionalProperties": false,
          "properties": {
            "file": {"type": "string"},
            "line": {"$ref": "#/$defs/place"},
            "column": {"$ref": "#/$defs/place"},
            "endColumn": {
              "description": "Behind the last character of the place, on the same line.",
              "$ref": "#/$defs/place"
            },
            "severity": {"enum": ["error", "warning"]},
            "id": {"description": "The kind of problem.", "type": "string"},
            "message": {"type": "string"},
            "details": {
              "description": "Lines that belong beneath the message, in columns.",
              "type": "array",
              "items": {"type": "string"}
            },
            "help": {"description": "What to do about it.", "type": "string"},
            "notes": {
              "description": "Other places that have to do with it.",
              "type": "array",
              "items": {"$ref": "#/$defs/note"}
            },
            "fix": {"$ref": "#/$defs/fix"}
          }
        },
        "note": {
          "type": "object",
          "required": ["file", "line", "column", "endColumn", "message"],
          "additionalProperties": false,
          "properties": {
            "file": {"type": "string"},
            "line": {"$ref": "#/$defs/place"},
            "column": {"$ref": "#/$defs/place"},
            "endColumn": {"$ref": "#/$defs/place"},
            "message": {"type": "string"}
          }
        },
        "fix": {
          "description": "The text that would take the place of a stretch of the file.",
          "type": "object",
          "required": ["kind", "line", "column", "endLine", "endColumn", "text"],
          "additionalProperties": false,
          "properties": {
            "kind": {
              "description": "computed: --fix writes it; stated: --fix-claims --yes does; suggested: a name, for an editor to offer.",
              "enum": ["computed", "stated", "suggested"]
            },
            "line": {"$ref": "#/$defs/place"},
            "column": {"$ref": "#/$defs/place"},
            "endLine": {"$ref": "#/$defs/place"},
            "endColumn": {"$ref": "#/$defs/place"},
            "text": {"type": "string"}
          }
        },
        "claims": {
          "description": "total = holds + disputed + failed; arithmetic: those of them with an id that rest \
    on the talk's own figures alone.",
          "type": "object",
          "required": ["total", "holds", "disputed", "failed", "arithmetic"],
          "additionalProperties": false,
          "properties": {
            "total": {"$ref": "#/$defs/count"},
            "holds": {"$ref": "#/$defs/count"},
            "disputed": {
              "description": "Announced as not what comes out, and not what comes out.",
              "$ref": "#/$defs/count"
            },
            "failed": {"$ref": "#/$defs/count"},
            "arithmetic": {"$ref": "#/$defs/count"}
          }
        },
        "numbers": {
          "description": "Numbers of the text by what answers for them.",
          "type": "object",
          "required": ["owned", "plain", "exempt", "unowned"],
          "additionalProperties": false,
          "properties": {
            "owned": {"$ref": "#/$defs/count"},
            "plain": {"$ref": "#/$defs/count"},
            "exempt": {"$ref": "#/$defs/count"},
            "unowned": {"$ref": "#/$defs/count"}
          }
        },
        "chapter": {
          "type": "object",
          "required": ["file", "title", "claims", "numbers", "cells"],
          "additionalProperties": false,
          "properties": {
            "file": {"type": "string"},
            "title": {"type": "string"},
            "claims": {"$ref": "#/$defs/claims"},
            "numbers": {"$ref": "#/$defs/numbers"},
            "cells": {
              "type": "object",
              "required": ["total", "ran", "cached"],
              "additionalProperties": false,
              "properties": {
                "total": {"$ref": "#/$defs/count"},
                "ran": {"$ref": "#/$defs/count"},
                "cached": {"$ref": "#/$defs/count"}
              }
            },
            "cache": {
              "description": "Whether the record of its program was found, and why not; absent if it was not to run.",
              "type": "object",
              "required": ["result", "reason"],
              "additionalProperties": false,
              "properties": {
                "result": {"enum": ["hit", "miss"]},
                "reason": {"type": "string"}
              }
            }
          }
        }
      }
    }
    """
}
