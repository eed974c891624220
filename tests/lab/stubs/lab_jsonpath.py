"""The part of kubectl's JSONPath that is asked here: fields, [*], [0], one filter of equality, range and end, {@}, quoted text."""
import re

STEP = re.compile(r"\.(\w+)|\[(\*|\d+)\]|\[\?\(@\.(\w+)==\"([^\"]*)\"\)\]")
PART = re.compile(r"\{([^{}]*)\}|([^{}]+)")


def render(template, value):
    """The text that kubectl -o jsonpath=TEMPLATE prints."""
    parts = [(found.group(1), found.group(2)) for found in PART.finditer(template)]
    text, _ = _render(parts, 0, value)
    return text


def _render(parts, at, value):
    text = ""
    while at < len(parts):
        expression, literal = parts[at]
        at += 1
        if literal is not None:
            text += literal
        elif expression == "end":
            break
        elif expression.startswith("range "):
            end = at
            for item in _find(expression.removeprefix("range "), value):
                part, end = _render(parts, at, item)
                text += part
            at = end if end > at else _after_end(parts, at)
        elif expression.startswith('"'):
            text += expression[1:-1].encode().decode("unicode_escape")
        else:
            text += " ".join(str(found) for found in _find(expression, value))
    return text, at


def _after_end(parts, at):
    depth = 1
    while depth > 0:
        expression = parts[at][0] or ""
        depth += expression.startswith("range ") - (expression == "end")
        at += 1
    return at


def _find(path, value):
    found = [value]
    for step in STEP.finditer(path):
        name, index, key, wanted = step.groups()
        if name is not None:
            found = [item[name] for item in found if isinstance(item, dict) and name in item]
        elif index == "*":
            found = [inner for item in found for inner in item]
        elif index is not None:
            found = [item[int(index)] for item in found if int(index) < len(item)]
        else:
            found = [inner for item in found for inner in item if inner.get(key) == wanted]
    return found
