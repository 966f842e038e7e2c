"""What Python's slices and indices take from lists of several lengths. Writes slices.json beside this file.

Run: python make_slices.py   (any Python 3)
"""

import itertools
import json
import pathlib

parts = ["", "0", "1", "3", "7", "100", "-1", "-2", "-5", "-22", "-100", str(10**30), str(-(10**30))]
steps = [None, "", "1", "2", "3", "-1", "-2", "-7", "100", "-100", str(10**30), str(-(10**30))]
texts = ["[%s:%s]" % (a, b) if c is None else "[%s:%s:%s]" % (a, b, c) for a, b, c in itertools.product(parts, parts, steps)]
texts += ["[%s]" % a for a in parts if a] + ["[ 1 : -1 ]", "[ - 2 ]", "[+1:]", "[007]".replace("00", "")]

rows = []
for text in texts:
    takes = []
    for count in [1, 5, 22]:
        items = list(range(count))
        try:
            value = eval("items" + text)
            takes.append(value if isinstance(value, list) else [value])
        except IndexError:
            takes.append(None)
    rows.append([text, *takes])

path = pathlib.Path(__file__).parent / "slices.json"
path.write_text("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n")
print(len(rows), path.stat().st_size)
