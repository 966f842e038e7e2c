"""Asks the JSON Schema for the verdicts that the decoder gives on the same files (CorpusTests).

good/ passes, bad/ is refused, and bad-beyond-schema/ passes, because only the decoder can refuse it: were the schema able to, the file
would belong into bad/. YAML is read by the rules of YAML 1.2, as editors read it.

    python check_schema.py        # needs ruamel.yaml and jsonschema
"""

import json
import pathlib
import sys

import jsonschema
import ruamel.yaml

here = pathlib.Path(__file__).resolve().parent
root = here.parents[2]
schema = json.loads((root / "Schemas/experiment.schema.json").read_text())
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
wrong = 0

for folder, accepted in [
    (here / "good", True),
    (here / "bad", False),
    (here / "bad-beyond-schema", True),
    (root / "Experiments", True),
    (root / "Experiments/models", True),
]:
    for path in sorted(folder.glob("*.yaml")):
        document = ruamel.yaml.YAML(typ="safe", pure=True).load(path.read_text())
        errors = list(validator.iter_errors(document))
        if accepted == bool(errors):
            wrong += 1
            print(f"{path.relative_to(root)}: the schema should have {'accepted' if accepted else 'refused'} it")
            for error in errors:
                print("   ", jsonschema.exceptions.best_match([error]).message)

print("the schema and the decoder disagree" if wrong else "the schema and the decoder agree")
sys.exit(1 if wrong else 0)
