#!/bin/sh
# Holds the examples beside this script to the schemas, with check-jsonschema from PyPI; broken copies must be refused.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
schemas="$here/../../../Schemas"
broken=$(mktemp -d)
trap 'rm -rf "$broken"' EXIT

check-jsonschema --check-metaschema "$schemas/run.schema.json" "$schemas/verify.schema.json" "$schemas/lock.schema.json" \
    "$schemas/diagnostics.schema.json" "$schemas/load_report.schema.json" "$schemas/sweep.schema.json"
check-jsonschema --schemafile "$schemas/run.schema.json" "$here/run.json"
check-jsonschema --schemafile "$schemas/verify.schema.json" "$here/verify.json"
check-jsonschema --schemafile "$schemas/lock.schema.json" "$here/run.lock"
check-jsonschema --schemafile "$schemas/diagnostics.schema.json" "$here/diagnostics.json"
check-jsonschema --schemafile "$schemas/load_report.schema.json" "$here/load_report.json"
check-jsonschema --schemafile "$schemas/sweep.schema.json" "$here/../sweeps/sweep.json"

sed 's/"completed"/"finished"/' "$here/run.json" > "$broken/status.json"
sed 's/"run_id"/"runId"/' "$here/run.json" > "$broken/key.json"
sed 's/"seed" : 42/"seed" : "42"/' "$here/run.json" > "$broken/type.json"
for file in status key type; do
    if check-jsonschema --schemafile "$schemas/run.schema.json" "$broken/$file.json" > /dev/null; then
        echo "$file.json should have been refused" >&2
        exit 1
    fi
done
sed 's/"inside"/"within"/' "$here/verify.json" > "$broken/verdict.json"
if check-jsonschema --schemafile "$schemas/verify.schema.json" "$broken/verdict.json" > /dev/null; then
    echo "verdict.json should have been refused" >&2
    exit 1
fi
sed 's/ 12345678"/ many"/' "$here/run.lock" > "$broken/mark.json"
sed 's/"engine" : 2/"engine" : 0/' "$here/run.lock" > "$broken/threads.json"
for file in mark threads; do
    if check-jsonschema --schemafile "$schemas/lock.schema.json" "$broken/$file.json" > /dev/null; then
        echo "$file.json should have been refused" >&2
        exit 1
    fi
done
sed 's/"lint"/"note"/' "$here/diagnostics.json" > "$broken/severity.json"
if check-jsonschema --schemafile "$schemas/diagnostics.schema.json" "$broken/severity.json" > /dev/null; then
    echo "severity.json should have been refused" >&2
    exit 1
fi
sed 's/"pruned"/"stopped"/' "$here/../sweeps/sweep.json" > "$broken/state.json"
sed 's/"attempts"/"tries"/' "$here/../sweeps/sweep.json" > "$broken/attempts.json"
for file in state attempts; do
    if check-jsonschema --schemafile "$schemas/sweep.schema.json" "$broken/$file.json" > /dev/null; then
        echo "$file.json should have been refused" >&2
        exit 1
    fi
done
