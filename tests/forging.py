"""What somebody with the installation's key could publish: a record changed, everything around it built anew."""

import json
from hashlib import sha256

from jiceng.kernel.ballot.board import commitment
from jiceng.kernel.ballot.record import canonical
from jiceng.kernel.ballot.slip import digest, merkle_root, stub_root
from tests.made_ballots import sign

NAMES = ("opening", "result", "stubs", "spent", "board")


def opened(files):
    return {name: json.loads(files[f"{name}.json"]) for name in NAMES}


def forge(files, change, *, roots=True, signs=sign):
    """change: does something to the parsed files. roots: built anew too, as an able forger would."""
    told = opened(files)
    change(told)
    if roots:
        _roots(told)
    made = dict(files)
    for name in NAMES:
        made[f"{name}.json"] = canonical(told[name]).encode()
    made["opening.sig"] = f"{signs(made['opening.json'])}\n".encode()
    named = [name for name in files if not name.startswith("result.")]
    told["result"]["files"] = {name: sha256(made[name]).hexdigest() for name in named}
    made["result.json"] = canonical(told["result"]).encode()
    made["result.sig"] = f"{signs(made['result.json'])}\n".encode()
    return made


def _roots(told):
    for group in told["result"]["groups"]:
        for item, rows in told["board"]["groups"].get(group["name"], {}).items():
            if item in group["questions"]:
                leaves = [
                    digest("jiceng/row/1", *(row if len(row) == 3 else (row[0], "", ""))) for row in rows
                ]
                group["questions"][item]["root"] = merkle_root(leaves)
    every = [one for rows in told["stubs"]["groups"].values() for one in rows]
    told["opening"]["stub_root_all"] = stub_root(every)
    for name, salt in told["stubs"]["salts"].items():
        plain = bytes.fromhex(stub_root(told["stubs"]["groups"][name]))
        told["opening"]["stubs"][name]["root"] = digest(
            "jiceng/stub-root/1", bytes.fromhex(salt), plain
        ).hex()


def row(told, item, value, nonce):
    return [commitment(told["opening"]["event"], item, value, nonce), value, nonce]
