"""Holds JSON files against a JSON schema: schema.py SCHEMA FILE...

What the schema must refuse is tried as well, so that a schema that was not read
does not pass for one that everything fits.
"""
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1]))
check = jsonschema.validators.validator_for(schema)
check.check_schema(schema)
check = check(schema)
wrong = 0
for name in sys.argv[2:]:
    data = json.load(open(name))
    for error in check.iter_errors(data):
        print(f"{name}: {'/'.join(map(str, error.path))}: {error.message[:300]}")
        wrong = 1
    for key in schema["required"]:
        if check.is_valid({k: v for k, v in data.items() if k != key}):
            print(f"{name}: passes without {key}")
            wrong = 1
sys.exit(wrong)
