#!/usr/bin/env python3
"""Judges what `patch-compose --all --preset '*=mount' --yes` did to compose files, by another YAML reader (PyYAML).

    cp -r CORPUS patched
    find patched -name '*.y*ml' -print0 | xargs -0 ./jbangw patch-compose@aria --all --preset '*=mount' --yes --json
    tests/corpus/judge.py CORPUS patched

For every file that changed: PyYAML reads it before and after; taking out what the plan adds has to leave exactly what was
there, in every document; and the old bytes have to be in the new file, in order (pure insertion). Prints a table and
the files that fail; exit 1 when there are any.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

import yaml


class Reader(yaml.SafeLoader):
    """Scalars as they are written, merges resolved, tags of Compose kept."""


Reader.yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", re.compile("^<<$"))]}


def tagged(loader, suffix, node):
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = node.value
    return {"!tag": suffix, "value": value}


Reader.add_multi_constructor("!", tagged)


def read(path):
    """The documents without sharing between them, so that taking out in one place leaves the others."""
    documents = list(yaml.load_all(path.read_bytes().decode("utf-8"), Loader=Reader))
    return json.loads(json.dumps(documents, default=str))


def without_ours(value, service):
    """A depends_on or volumes without what is ours; None when nothing is left."""
    if isinstance(value, dict) and "!tag" in value:
        return dict(value, value=without_ours(value["value"], service))
    ours = {f"{service}-mtls-init", f"{service}-mtls-ready", f"{service}-mtls:/etc/certs:ro"}
    if isinstance(value, dict):
        value = {key: item for key, item in value.items() if key not in ours}
    elif isinstance(value, list):
        value = [item for item in value if not (isinstance(item, str) and item in ours
                                                or isinstance(item, dict) and item.get("source") == f"{service}-mtls")]
    return value


def taken_out(document, original):
    """The patched document without what the plan adds."""
    if not isinstance(document, dict) or not isinstance(document.get("services"), dict):
        return document
    before = (original or {}).get("services") or {}
    services = {}
    for name, service in document["services"].items():
        if name not in before and name.endswith(("-mtls-init", "-mtls-ready")):
            continue
        if isinstance(service, dict):
            body = service["value"] if "!tag" in service else service
            for key in ("volumes", "depends_on"):
                if isinstance(body, dict) and key in body:
                    body[key] = without_ours(body[key], name)
        services[name] = service
    document["services"] = services
    if isinstance(document.get("volumes"), dict):
        known = (original or {}).get("volumes") or {}
        document["volumes"] = {name: value for name, value in document["volumes"].items()
                               if name in known or not name.endswith("-mtls")}
    return document


def slim(value):
    """Empty is the same as absent for Compose, and `[a]` the same as `{a: {condition: service_started}}`."""
    if isinstance(value, dict):
        slimmed = {key: slim(item) for key, item in value.items()}
        if isinstance(slimmed.get("depends_on"), list):
            slimmed["depends_on"] = {str(name): {"condition": "service_started"} for name in slimmed["depends_on"]}
        return {key: item for key, item in slimmed.items() if item not in ("", "~", "null", None, [], {})}
    return [slim(item) for item in value] if isinstance(value, list) else value


def is_inserted_only(before, after):
    rest = iter(after)
    return all(byte in rest for byte in before)


def judge(before, after):
    old, new = before.read_bytes(), after.read_bytes()
    if old == new:
        return "unchanged"
    try:
        originals = read(before)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        return "patched, but PyYAML can't read the original"
    try:
        patched = read(after)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return f"WRONG: PyYAML can't read the patched file: {str(error).splitlines()[0]}"
    if len(originals) != len(patched):
        return "WRONG: another number of documents"
    for original, document in zip(originals, patched):
        if slim(taken_out(document, original)) != slim(original):
            return "WRONG: differs in more than was meant"
    return "patched as meant, by insertion alone" if is_inserted_only(old, new) else "patched as meant, something replaced"


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: judge.py BEFORE_FOLDER AFTER_FOLDER")
    before, after = Path(sys.argv[1]), Path(sys.argv[2])
    counts, wrong = Counter(), []
    for file in sorted(path for path in before.rglob("*") if path.suffix in (".yml", ".yaml") and path.is_file()):
        verdict = judge(file, after / file.relative_to(before))
        counts[verdict] += 1
        if verdict.startswith("WRONG"):
            wrong.append(f"{file.relative_to(before)}: {verdict}")
    for verdict, count in sorted(counts.items()):
        print(f"{count:6} {verdict}")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
