#!/usr/bin/env python3
"""测评复核：用公布的文件把一次测评重新数一遍。只需要 Python 3.8 以上，不装任何东西，不连网。

    python3 verify_ballot.py record.zip
    python3 verify_ballot.py record.zip --key "6668 7aad ..." --sheet "1f0c 33ab ..."

Count a ballot again from its published files. Python 3.8 or later, nothing installed, no network.
The same with sentences in English: --lang en.

This program shares no code with jiceng. It recomputes every digest, signature, list, sum and rule of publication from
the files alone and exits with 0 when all of it holds, with 1 when anything does not, saying what.

The record, as it reads it
  opening.json   what was fixed before the first vote: questions, number of voters, slips, the key of the box
  result.json    what was counted, and the SHA-256 of every other file
  *.sig          Ed25519 over the exact bytes of the .json of that name: 128 hex digits and a line feed
  stubs.json     digests of all slips;  spent.json: of those that were used
  board.json     every answer of every valid paper, a column for each question, in order of its first number
  key.txt        the public key of the installation; compare it with the printed sheet (--key)
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
import zipfile

FILES = (
    "opening.json",
    "opening.sig",
    "result.json",
    "result.sig",
    "stubs.json",
    "spent.json",
    "board.json",
    "key.txt",
)
ABSTAIN = "弃权"
SMALLEST_FROM, SMALLEST_TO = 5, 20
RANGE_BELOW = 20
WITHIN = 2  # a guarded column within so many of all papers is shut
LARGEST = 512 * 1024 * 1024
HEX32, HEX64, HEX128 = (re.compile(f"[0-9a-f]{{{n}}}") for n in (32, 64, 128))

SAID = {
    "missing-file": ("缺少文件 {name}。", "{name} is missing."),
    "unknown-file": ("记录里有不该有的文件 {name}。", "{name} does not belong to the record."),
    "twice-file": ("压缩包里 {name} 出现了两次。", "{name} is in the zip twice."),
    "unreadable": ("读不了 {path}：{why}", "{path} cannot be read: {why}"),
    "large-file": ("{name} 太大，不予读取。", "{name} is too large to be read."),
    "key-form": (
        "key.txt 不是 64 位小写十六进制数加一个换行。",
        "key.txt is not 64 lower-case hex digits and a line feed.",
    ),
    "signature-form": (
        "{name} 不是 128 位小写十六进制数加一个换行。",
        "{name} is not 128 lower-case hex digits and a line feed.",
    ),
    "signature": (
        "{name} 的签名不成立：{name} 或 {sig} 被改过，或者 key.txt 不是签名的公钥。",
        "The signature of {name} does not hold: {name} or {sig} was changed, or key.txt is not the key that signed.",
    ),
    "not-json": ("{name} 不是正确的 JSON：{why}", "{name} is not JSON: {why}"),
    "not-canonical": (
        "{name} 从第 {at} 个字节起与规定的写法不同（空格、次序、大小写或重复的名称）。",
        "{name} is not written as it must be from byte {at} on (blanks, order, case or a name given twice).",
    ),
    "shape": ("{name} 的 {where} 不合格式。", "{name}: {where} has not the form it must have."),
    "file-digest": (
        "{name} 与 result.json 中的摘要不符：文件里是 {found}，应当是 {told}。",
        "{name} is not the file that result.json names: its SHA-256 is {found}, and should be {told}.",
    ),
    "file-list": (
        "result.json 没有写明恰好这些文件的摘要：{names}。",
        "result.json does not name the digests of exactly these files: {names}.",
    ),
    "other-key": (
        "开箱单写的公钥与 key.txt 不同。",
        "The opening sheet names another key than key.txt.",
    ),
    "key-not-yours": (
        "key.txt 的公钥（指纹 {found}）不是您输入的那个。",
        "The key in key.txt (fingerprint {found}) is not the one you typed.",
    ),
    "digest-not-found": (
        "您输入的 {typed} 不是这份记录里的任何一个摘要。",
        "{typed}, which you typed, is none of the digests of this record.",
    ),
    "digest-short": (
        "{typed} 太短或不是十六进制数，至少输入 12 位。",
        "{typed} is too short or not hex; type 12 digits at least.",
    ),
    "other-event": (
        "{name} 属于另一次测评（{found}），开箱单是 {told}。",
        "{name} belongs to another ballot ({found}); the opening sheet is of {told}.",
    ),
    "other-smallest": (
        "result.json 的最少公布票数与开箱单不同。",
        "result.json and the opening sheet differ in the smallest number of papers that is published.",
    ),
    "smallest": (
        "最少公布票数 {value} 不在 5 到 20 之间。",
        "The smallest number of papers that is published, {value}, is not between 5 and 20.",
    ),
    "names": ("开箱单的{what}有重复或为空。", "The opening sheet's {what} are empty or named twice."),
    "roll-classes": (
        "开箱单的名册或票签与投票人类别不一致。",
        "The roll or the slips of the opening sheet are not of the classes of voters.",
    ),
    "slips-number": (
        "“{group}”有 {found} 张票签，{size} 人应当有 {told} 张（人数加一成）。",
        "{group}: {found} slips; for {size} voters there must be {told} (one each and a tenth more).",
    ),
    "box-key": ("票箱公钥不是 P-256 曲线上的点。", "The key of the box is no point of P-256."),
    "paper-only": (
        "只用纸票的测评不应有票箱公钥、票签或手机票。",
        "A ballot on paper alone has neither box key nor slips nor phone votes.",
    ),
    "void": ("这次测评已作废，结果无效。", "This ballot is void; its result counts for nothing."),
    "audit-back": (
        "结果所附的日志比开箱时还短。",
        "The audit log of the result is shorter than at the opening.",
    ),
    "groups": (
        "{name} 的分组不对：应当是 {told}，实际是 {found}。",
        "{name} has the wrong groups: they must be {told} and are {found}.",
    ),
    "not-sorted": (
        "{name}“{group}”没有按顺序排列，或有重复，第 {at} 行。",
        "{name}, {group}: not in order, or the same twice, at line {at}.",
    ),
    "list-form": (
        "{name}“{group}”第 {at} 行不合格式。",
        "{name}, {group}: line {at} has not the form it must have.",
    ),
    "stubs-count": (
        "“{group}”公布了 {found} 张票签的摘要，开箱单写的是 {told} 张。",
        "{group}: {found} slips are listed; the opening sheet says {told}.",
    ),
    "stub-root": (
        "“{group}”的票签清单与开箱单的根摘要不符：清单被改过。",
        "{group}: the list of slips does not give the root of the opening sheet: it was changed.",
    ),
    "stub-root-all": (
        "全部票签清单与开箱单的根摘要不符：清单被改过。",
        "All slips together do not give the root of the opening sheet: the list was changed.",
    ),
    "salts": (
        "stubs.json 的盐与公布方式不符。",
        "The salts in stubs.json do not fit the way the result is shown.",
    ),
    "spent-unknown": (
        "“{group}”有一张已用票签不在票签清单里：{found}。",
        "{group}: a slip was used that is not on the list of slips: {found}.",
    ),
    "questions": (
        "{name}“{group}”的问题与开箱单不同。",
        "{name}, {group}: the questions are not those of the opening sheet.",
    ),
    "row-form": (
        "“{group}”“{item}”第 {at} 行不合格式。",
        "{group}, {item}: row {at} has not the form it must have.",
    ),
    "rows-order": (
        "“{group}”“{item}”第 {at} 行没有按顺序排列，或有重复。",
        "{group}, {item}: row {at} is out of order, or there twice.",
    ),
    "row-twice": (
        "“{item}”的 {c} 在两组里都有。",
        "{item}: {c} stands in two groups.",
    ),
    "commitment": (
        "“{group}”“{item}”第 {at} 行：所写的“{value}”和随机数不能得出 {c}。",
        "{group}, {item}, row {at}: “{value}” and its number do not give {c}.",
    ),
    "option": (
        "“{group}”“{item}”第 {at} 行：“{value}”不是可选的答案。",
        "{group}, {item}, row {at}: “{value}” is none of the options.",
    ),
    "length": (
        "“{group}”“{item}”有 {found} 行，有效票是 {told} 张。",
        "{group}, {item}: {found} rows; there are {told} valid papers.",
    ),
    "lengths": (
        "“{group}”各个问题的行数不同：{found}。",
        "{group}: the questions have different numbers of rows: {found}.",
    ),
    "counts": (
        "“{group}”“{item}”：“{option}”公布 {told} 票，逐行数出 {found} 票。",
        "{group}, {item}: {option} is given as {told}; counted row by row it is {found}.",
    ),
    "root": (
        "“{group}”“{item}”的根摘要不符：应当是 {found}。",
        "{group}, {item}: the root is not that of its rows, {found}.",
    ),
    "figures-told": (
        "“{group}”：按这种公布方式，发出、收回、有效、无效票数{must}公布。",
        "{group}: shown this way, issued, returned, valid and invalid {must} be told.",
    ),
    "valid-invalid": (
        "“{group}”：有效 {valid} + 无效 {invalid} 不等于收回 {returned}。",
        "{group}: valid {valid} + invalid {invalid} is not returned {returned}.",
    ),
    "returned-issued": (
        "“{group}”：收回 {returned} 多于发出 {issued}，测评应当作废。",
        "{group}: returned {returned} are more than issued {issued}; the ballot is void.",
    ),
    "issued-roll": (
        "“{group}”：发出 {issued} 多于名册人数 {size}。",
        "{group}: issued {issued} are more than the {size} on the roll.",
    ),
    "paper-negative": (
        "“{group}”：用掉 {spent} 张票签，多于收回的 {returned} 张。",
        "{group}: {spent} slips were used, more than the {returned} papers returned.",
    ),
    "spent-issued": (
        "“{group}”：用掉的票签 {spent} 张，多于名册人数 {size}。",
        "{group}: {spent} slips were used, more than the {size} on the roll.",
    ),
    "sealed-here": (
        "由服务器代封的 {found} 张多于手机票 {spent} 张。",
        "{found} papers were sealed by the server, more than the {spent} phone votes.",
    ),
    "view-audience": (
        "给“{audience}”的记录不能用“{view}”方式公布。",
        "A record for “{audience}” cannot be shown as “{view}”.",
    ),
    "shows-small-class": (
        "“{group}”只有 {valid} 张有效票，少于 {smallest} 张，不得单独公布。",
        "{group} has {valid} valid papers, fewer than {smallest}; it must not be shown by itself.",
    ),
    "shows-few": (
        "一共只有 {valid} 张有效票，少于 {smallest} 张，不得公布票数。",
        "There are only {valid} valid papers, fewer than {smallest}; no counts may be shown.",
    ),
    "hides-enough": (
        "一共有 {valid} 张有效票，不少于 {smallest} 张，应当公布合计。",
        "There are {valid} valid papers, {smallest} or more; the sum must be shown.",
    ),
    "merged-one-class": (
        "只有一类投票人，不能用合并方式公布。",
        "With one class of voters there is nothing to be merged.",
    ),
    "shows-unanimous": (
        "“{group}”“{item}”几乎一致，不得公布票数，只能公布“至少”。",
        "{group}, {item}: nearly everybody said the same; only “at least” may be shown.",
    ),
    "hides-column": (
        "“{group}”“{item}”没有理由不公布票数。",
        "{group}, {item}: there is no reason for not showing the counts.",
    ),
    "most": (
        "“{group}”“{item}”的“至少”不对：应当是某一选项 {told} 票。",
        "{group}, {item}: the “at least” is wrong; it must be some option with {told}.",
    ),
    # -- what is said when all is well
    "title": ("{title} · {organisation}（编号 {event}）", "{title} · {organisation} (number {event})"),
    "well": (
        "复核通过：全部摘要、签名、清单、票数和公布规则都成立。",
        "It all holds: every digest, signature, list, count and rule of publication.",
    ),
    "wrong": ("复核不通过，发现 {number} 处问题：", "It does not hold. Wrong in {number} places:"),
    "fingerprint": (
        "公钥指纹（请与签字的开箱单核对）：{found}",
        "Fingerprint of the key (compare it with the signed opening sheet): {found}",
    ),
    "fingerprint-same": ("公钥与您输入的一致。", "The key is the one you typed."),
    "digest-same": ("{typed} 是 {what}。", "{typed} is {what}."),
    "digests": ("可与纸面核对的摘要：", "Digests to compare with paper:"),
    "figures": (
        "“{group}”：发出 {issued}，收回 {returned}（纸票 {paper}，手机 {spent}），有效 {valid}，无效 {invalid}",
        "{group}: issued {issued}, returned {returned} (paper {paper}, phone {spent}), "
        "valid {valid}, invalid {invalid}",
    ),
    "no-figures": (
        "总票数少于 {smallest} 张，不公布票数，只核对了承诺和清单。",
        "Fewer than {smallest} papers altogether: no counts are shown; commitments and lists were checked.",
    ),
    "merged": (
        "有的类别少于 {smallest} 张有效票，各类合并公布。",
        "Some class has fewer than {smallest} valid papers, so all classes are shown together.",
    ),
    "at-least": ("至少 {number} 票{option}", "{option} at least {number}"),
    "all": ("全部", "all"),
    "note": (
        "注意：{name} 不属于记录，没有看它。",
        "Note: {name} is no part of the record and was not looked at.",
    ),
    "needs-key": (
        "提示：没有 --key，只能证明文件互相一致；请用纸面上的公钥指纹再核对一次。",
        "Without --key this shows only that the files agree with each other; "
        "run it again with the fingerprint on paper.",
    ),
}
WHAT = {
    "classes": ("投票人类别", "classes"),
    "questions": ("问题", "questions"),
    "options": ("选项", "options"),
    "must": ("必须", "must"),
    "must not": ("不得", "must not"),
}


# -- Ed25519, RFC 8032 ---------------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(a, b):
    """Two points as (X, Y, Z, T)."""
    u = (a[1] - a[0]) * (b[1] - b[0]) % P
    v = (a[1] + a[0]) * (b[1] + b[0]) % P
    w = 2 * a[3] * b[3] * D % P
    z = 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - w, z + w, v + u
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _point(raw):
    """A point from its 32 bytes; None for bytes that are none, or not written in the one way they must be."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, signature, message):
    """Whether `signature` (64 bytes) of `message` was made with the private half of `key` (32 bytes)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, r = _point(key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if public is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    return _same(_times(s, BASE), _add(r, _times(h, public)))


# -- digests -------------------------------------------------------------------------------------------------------


def digest(tag, *parts):
    """SHA-256 over every part, each behind its length as four bytes."""
    hasher = hashlib.sha256()
    for part in (tag, *parts):
        raw = part.encode("utf-8") if isinstance(part, str) else part
        hasher.update(len(raw).to_bytes(4, "big") + raw)
    return hasher.digest()


def tree(leaves):
    """The root of RFC 9162."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()

    def root(start, end):
        if end - start == 1:
            return hashlib.sha256(b"\x00" + leaves[start]).digest()
        half = 1
        while half * 2 < end - start:
            half *= 2
        return hashlib.sha256(b"\x01" + root(start, start + half) + root(start + half, end)).digest()

    return root(0, len(leaves)).hex()


def fingerprint(key):
    """Of a public key in hex, as it is printed: eight groups of four."""
    return grouped(hashlib.sha256(bytes.fromhex(key)).hexdigest())


def grouped(told):
    """The first 32 hex digits, in groups of four."""
    return " ".join(told[at : at + 4] for at in range(0, 32, 4))


def on_p256(text):
    """Whether base64 text is an uncompressed point of P-256."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        return False
    if len(raw) != 65 or raw[0] != 4 or base64.b64encode(raw).decode() != text:
        return False
    p = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    x, y = int.from_bytes(raw[1:33], "big"), int.from_bytes(raw[33:], "big")
    return x < p and y < p and (y * y - (x * x * x - 3 * x + b)) % p == 0


# -- reading -------------------------------------------------------------------------------------------------------


# What a Mac and Windows leave in whatever they pack; a Mac also puts ._name beside each file.
LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}


def read(path):
    """(files of the record by name, problems, names that are no part of it) of a folder or a zip."""
    files, problems, notes = {}, [], []
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            if name in FILES:
                with open(os.path.join(path, name), "rb") as file:
                    files[name] = file.read()
            else:
                notes.append(name)
        return files, problems, notes
    try:
        with zipfile.ZipFile(path) as packed:
            for entry in packed.infolist():
                if entry.is_dir():
                    continue
                name = entry.filename.rsplit("/", 1)[-1]
                if name in LEFT_BY_SYSTEMS or name.startswith("._"):
                    notes.append(entry.filename)
                elif name not in FILES:
                    problems.append(("unknown-file", {"name": entry.filename}))
                elif name in files:
                    problems.append(("twice-file", {"name": name}))
                elif entry.file_size > LARGEST:
                    problems.append(("large-file", {"name": name}))
                else:
                    files[name] = packed.read(entry)
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError) as why:
        problems.append(("unreadable", {"path": path, "why": why}))
    return files, problems, notes


class Wrong(Exception):
    """A file whose form is such that nothing further can be said of it."""


class Shape:
    """Reads typed values out of a parsed file, and says where one is not what it must be."""

    def __init__(self, name, told):
        self.name, self.told = name, told

    def fail(self, where):
        raise Wrong("shape", {"name": self.name, "where": where})

    def keys(self, value, names, where):
        if not isinstance(value, dict) or set(value) != set(names):
            self.fail(where)
        return value

    def text(self, value, where):
        if not isinstance(value, str):
            self.fail(where)
        return value

    def hexed(self, value, pattern, where):
        if not isinstance(value, str) or not pattern.fullmatch(value):
            self.fail(where)
        return value

    def number(self, value, where):
        if type(value) is not int or value < 0:
            self.fail(where)
        return value

    def flag(self, value, where):
        if type(value) is not bool:
            self.fail(where)
        return value

    def texts(self, value, where):
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.fail(where)
        return value

    def mapping(self, value, where):
        if not isinstance(value, dict):
            self.fail(where)
        return value


def parse(name, raw, problems):
    """The JSON of a file, held against the one way it may be written. Raises Wrong where it cannot be read."""
    try:
        content = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as why:
        raise Wrong("not-json", {"name": name, "why": why}) from None
    try:
        again = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
        written = (again + "\n").encode("utf-8")
    except (ValueError, TypeError, RecursionError) as why:
        raise Wrong("not-json", {"name": name, "why": why}) from None
    if written != raw:
        at = next(
            (i for i in range(min(len(raw), len(written))) if raw[i] != written[i]),
            min(len(raw), len(written)),
        )
        problems.append(("not-canonical", {"name": name, "at": at + 1}))
    return content


def opening_of(raw, problems):
    name = "opening.json"
    opening = parse(name, raw, problems)
    s = Shape(name, opening)
    s.keys(
        opening,
        (
            "format", "event", "title", "organisation", "classes", "questions", "comment", "smallest", "unanimous",
            "roll", "stubs", "stub_root_all", "box_public", "paper_only", "audit", "instance",
        ),
        "fields",
    )  # fmt: skip
    if opening["format"] != "jiceng/opening/1":
        s.fail("format")
    if not re.fullmatch("[0-9a-f]{16}", s.text(opening["event"], "event")):
        s.fail("event")
    s.text(opening["title"], "title")
    s.text(opening["organisation"], "organisation")
    s.texts(opening["classes"], "classes")
    s.flag(opening["comment"], "comment")
    s.flag(opening["paper_only"], "paper_only")
    s.number(opening["smallest"], "smallest")
    if opening["unanimous"] not in ("number", "range"):
        s.fail("unanimous")
    if not isinstance(opening["questions"], list):
        s.fail("questions")
    for question in opening["questions"]:
        if not isinstance(question, list) or len(question) != 2 or not isinstance(question[0], str):
            s.fail("questions")
        s.texts(question[1], "questions")
    for of_class in s.mapping(opening["roll"], "roll").values():
        s.keys(of_class, ("size", "digest"), "roll")
        s.number(of_class["size"], "roll")
        s.hexed(of_class["digest"], HEX64, "roll")
    for of_class in s.mapping(opening["stubs"], "stubs").values():
        s.keys(of_class, ("count", "root"), "stubs")
        s.number(of_class["count"], "stubs")
        s.hexed(of_class["root"], HEX64, "stubs")
    s.hexed(opening["stub_root_all"], HEX64, "stub_root_all")
    s.text(opening["box_public"], "box_public")
    s.hexed(opening["instance"], HEX64, "instance")
    audit_of(s, opening["audit"])
    return opening


def audit_of(s, told):
    s.keys(told, ("size", "root"), "audit")
    s.number(told["size"], "audit")
    s.hexed(told["root"], HEX64, "audit")


def result_of(raw, problems):
    name = "result.json"
    result = parse(name, raw, problems)
    s = Shape(name, result)
    fields = (
        "format",
        "event",
        "audience",
        "view",
        "smallest",
        "groups",
        "sealed_here",
        "files",
        "audit",
        "void",
    )
    s.keys(result, fields, "fields")
    if result["format"] != "jiceng/result/1":
        s.fail("format")
    s.text(result["event"], "event")
    if result["audience"] not in ("public", "inside"):
        s.fail("audience")
    if result["view"] not in ("classes", "merged", "grade-only"):
        s.fail("view")
    s.number(result["smallest"], "smallest")
    s.number(result["sealed_here"], "sealed_here")
    s.flag(result["void"], "void")
    audit_of(s, result["audit"])
    for digest_of_file in s.mapping(result["files"], "files").values():
        s.hexed(digest_of_file, HEX64, "files")
    if not isinstance(result["groups"], list):
        s.fail("groups")
    for group in result["groups"]:
        s.keys(group, ("name", "issued", "returned", "valid", "invalid", "questions"), "groups")
        s.text(group["name"], "groups")
        for figure in ("issued", "returned", "valid", "invalid"):
            if group[figure] is not None:
                s.number(group[figure], figure)
        for column in s.mapping(group["questions"], "questions").values():
            s.keys(column, ("counts", "most", "root"), "questions")
            s.hexed(column["root"], HEX64, "root")
            if column["counts"] is not None:
                for number in s.mapping(column["counts"], "counts").values():
                    s.number(number, "counts")
            most = column["most"]
            if most is not None:
                if not isinstance(most, list) or len(most) != 2:
                    s.fail("most")
                s.text(most[0], "most")
                s.number(most[1], "most")
    return result


def list_of(name, raw, problems, extra=()):
    content = parse(name, raw, problems)
    s = Shape(name, content)
    s.keys(content, ("format", "event", "groups", *tuple(extra)), "fields")
    if content["format"] != "jiceng/{}/1".format(name.split(".")[0]):
        s.fail("format")
    s.text(content["event"], "event")
    for rows in s.mapping(content["groups"], "groups").values():
        if not isinstance(rows, dict if name == "board.json" else list):
            s.fail("groups")
    for salt in s.mapping(content["salts"], "salts").values() if "salts" in extra else ():
        s.hexed(salt, HEX64, "salts")
    return content


# -- checking ------------------------------------------------------------------------------------------------------


def verify(files):
    """Every problem of a record, as (code, facts). files: name -> bytes."""
    problems = [("missing-file", {"name": name}) for name in FILES if name not in files]
    problems += [("unknown-file", {"name": name}) for name in files if name not in FILES]
    key = _key(files, problems)
    for name in ("opening", "result"):
        _signature(files, name, key, problems)
    contents = {}
    for name, reader in (
        ("opening.json", opening_of),
        ("result.json", result_of),
        ("stubs.json", lambda raw, into: list_of("stubs.json", raw, into, ("salts",))),
        ("spent.json", lambda raw, into: list_of("spent.json", raw, into)),
        ("board.json", lambda raw, into: list_of("board.json", raw, into)),
    ):
        if name in files:
            try:
                contents[name] = reader(files[name], problems)
            except Wrong as wrong:
                problems.append(wrong.args)
    opening, result = contents.get("opening.json"), contents.get("result.json")
    if result is not None:
        _digests(files, result, problems)
    if opening is not None:
        _opening(opening, key, problems)
        for name, content in contents.items():
            if content["event"] != opening["event"]:
                facts = {"name": name, "found": content["event"], "told": opening["event"]}
                problems.append(("other-event", facts))
    if len(contents) == 5:
        _result(opening, result, problems)
        if _groups(opening, result, contents, problems):
            _stubs(opening, result, contents["stubs.json"], problems)
            _spent(opening, result, contents["stubs.json"], contents["spent.json"], problems)
            _board(opening, result, contents["board.json"], problems)
            _figures(opening, result, contents["spent.json"], contents["board.json"], problems)
            _view(opening, result, contents["board.json"], problems)
    return problems


def _key(files, problems):
    if "key.txt" not in files:
        return None
    text = files["key.txt"].decode("utf-8", "replace")
    if not re.fullmatch("[0-9a-f]{64}\n", text):
        problems.append(("key-form", {}))
        return None
    return text[:64]


def _signature(files, name, key, problems):
    sheet, sig = name + ".json", name + ".sig"
    if sig not in files:
        return
    text = files[sig].decode("utf-8", "replace")
    if not re.fullmatch("[0-9a-f]{128}\n", text):
        problems.append(("signature-form", {"name": sig}))
    elif key is None or sheet not in files:
        return
    elif not signed(bytes.fromhex(key), bytes.fromhex(text[:128]), files[sheet]):
        problems.append(("signature", {"name": sheet, "sig": sig}))


def _digests(files, result, problems):
    names = [name for name in FILES if not name.startswith("result.")]
    if set(result["files"]) != set(names):
        problems.append(("file-list", {"names": " ".join(names)}))
    for name in names:
        if name in files and name in result["files"]:
            file_digest = hashlib.sha256(files[name]).hexdigest()
            if file_digest != result["files"][name]:
                problems.append(
                    ("file-digest", {"name": name, "found": file_digest, "told": result["files"][name]})
                )


def _twice(names):
    return not names or len(set(names)) != len(names) or "" in names


def _opening(opening, key, problems):
    if key is not None and opening["instance"] != key:
        problems.append(("other-key", {}))
    if not SMALLEST_FROM <= opening["smallest"] <= SMALLEST_TO:
        problems.append(("smallest", {"value": opening["smallest"]}))
    if _twice(opening["classes"]):
        problems.append(("names", {"what": "classes"}))
    if _twice([name for name, _ in opening["questions"]]):
        problems.append(("names", {"what": "questions"}))
    if any(
        _twice([option for option in options if option != ABSTAIN]) for _, options in opening["questions"]
    ):
        problems.append(("names", {"what": "options"}))
    if set(opening["roll"]) != set(opening["classes"]) or set(opening["stubs"]) != set(opening["classes"]):
        problems.append(("roll-classes", {}))
        return
    every = [opening["stubs"][name]["count"] for name in opening["classes"]]
    if opening["paper_only"]:
        if any(every) or opening["box_public"]:
            problems.append(("paper-only", {}))
        return
    if not on_p256(opening["box_public"]):
        problems.append(("box-key", {}))
    for name in opening["classes"]:
        size, slips = opening["roll"][name]["size"], opening["stubs"][name]["count"]
        needed = size + (size + 9) // 10
        if slips != needed:
            facts = {"group": name, "found": slips, "size": size, "told": needed}
            problems.append(("slips-number", facts))


def _result(opening, result, problems):
    if result["void"]:
        problems.append(("void", {}))
    if result["smallest"] != opening["smallest"]:
        problems.append(("other-smallest", {}))
    if result["audit"]["size"] < opening["audit"]["size"]:
        problems.append(("audit-back", {}))
    if result["audience"] == "inside" and result["view"] != "classes":
        facts = {"audience": result["audience"], "view": result["view"]}
        problems.append(("view-audience", facts))


def _groups(opening, result, contents, problems):
    """Whether every list has the groups that the view asks for; else nothing further can be compared."""
    wanted = opening["classes"] if result["view"] == "classes" else [""]
    well = set(opening["roll"]) == set(opening["classes"]) == set(opening["stubs"])
    names_of = {"result.json": [group["name"] for group in result["groups"]]}
    names_of.update(
        (name, list(contents[name]["groups"])) for name in ("stubs.json", "spent.json", "board.json")
    )
    for name, names in names_of.items():
        if sorted(names) != sorted(wanted):
            problems.append(("groups", {"name": name, "told": wanted, "found": names}))
            well = False
    return well


def _classes(opening, group):
    return [name for name in opening["classes"] if group in ("", name)]


def _listed(name, group, rows, problems):
    """Whether a list of digests is well formed, in order and without doubles."""
    for at, row in enumerate(rows):
        if not isinstance(row, str) or not HEX64.fullmatch(row):
            problems.append(("list-form", {"name": name, "group": group, "at": at + 1}))
            return False
        if at and rows[at - 1] >= row:
            problems.append(("not-sorted", {"name": name, "group": group, "at": at + 1}))
            return False
    return True


def _stubs(opening, result, stubs, problems):
    apart = result["view"] == "classes"
    if set(stubs["salts"]) != set(opening["classes"] if apart else ()):
        problems.append(("salts", {}))
        return
    for group, rows in stubs["groups"].items():
        if not _listed("stubs.json", group, rows, problems):
            return
        expected = sum(opening["stubs"][name]["count"] for name in _classes(opening, group))
        if len(rows) != expected:
            problems.append(("stubs-count", {"group": group, "found": len(rows), "told": expected}))
        if apart:
            plain = tree([bytes.fromhex(stub) for stub in rows])
            salt = bytes.fromhex(stubs["salts"][group])
            if (
                digest("jiceng/stub-root/1", salt, bytes.fromhex(plain)).hex()
                != opening["stubs"][group]["root"]
            ):
                problems.append(("stub-root", {"group": group}))
    every = sorted(stub for rows in stubs["groups"].values() for stub in rows)
    if tree([bytes.fromhex(stub) for stub in every]) != opening["stub_root_all"]:
        problems.append(("stub-root-all", {}))


def _spent(opening, result, stubs, spent, problems):
    total = 0
    for group, rows in spent["groups"].items():
        if not _listed("spent.json", group, rows, problems):
            continue
        total += len(rows)
        known = {stub for stub in stubs["groups"][group] if isinstance(stub, str)}
        for stub in rows:
            if stub not in known:
                problems.append(("spent-unknown", {"group": group, "found": stub}))
        size = sum(opening["roll"][name]["size"] for name in _classes(opening, group))
        if len(rows) > size:
            problems.append(("spent-issued", {"group": group, "spent": len(rows), "size": size}))
    if opening["paper_only"] and total:
        problems.append(("paper-only", {}))
    if result["sealed_here"] > total:
        problems.append(("sealed-here", {"found": result["sealed_here"], "spent": total}))


def _board(opening, result, board, problems):
    options = {name: list(answers) for name, answers in opening["questions"]}
    seen = set()
    for group in result["groups"]:
        name = group["name"]
        columns = board["groups"][name]
        for where, questions in (("board.json", columns), ("result.json", group["questions"])):
            if set(questions) != set(options):
                problems.append(("questions", {"name": where, "group": name}))
                return
        for item, column in group["questions"].items():
            _column(opening, name, item, options[item] + [ABSTAIN], column, columns[item], seen, problems)
        lengths = sorted({len(rows) for rows in columns.values()})
        if group["valid"] is None:
            if len(lengths) > 1:
                problems.append(("lengths", {"group": name, "found": lengths}))
            continue
        for item, rows in columns.items():
            if len(rows) != group["valid"]:
                facts = {"group": name, "item": item, "found": len(rows), "told": group["valid"]}
                problems.append(("length", facts))


def _column(opening, group, item, options, column, rows, seen, problems):
    opened = column["counts"] is not None
    where = {"group": group, "item": item}
    leaves, counts, before = [], {}, ""
    if not isinstance(rows, list):
        problems.append(("row-form", dict(where, at=1)))
        return
    for at, row in enumerate(rows):
        facts = dict(where, at=at + 1)
        form = (HEX64, None, HEX32) if opened else (HEX64,)
        fits = isinstance(row, list) and len(row) == len(form) and all(isinstance(part, str) for part in row)
        if not fits or not all(p is None or p.fullmatch(row[i]) for i, p in enumerate(form)):
            problems.append(("row-form", facts))
            return
        c = row[0]
        value, nonce = row[1:] if opened else ("", "")
        if c <= before:
            problems.append(("rows-order", facts))
            return
        before = c
        if (item, c) in seen:
            problems.append(("row-twice", {"item": item, "c": c}))
        seen.add((item, c))
        leaves.append(digest("jiceng/row/1", c, value, nonce))
        if opened:
            if value not in options:
                problems.append(("option", dict(facts, value=value)))
            if digest("jiceng/ballot/1", opening["event"], item, value, bytes.fromhex(nonce)).hex() != c:
                problems.append(("commitment", dict(facts, value=value, c=c)))
            counts[value] = counts.get(value, 0) + 1
    root = tree(leaves)
    if root != column["root"]:
        problems.append(("root", dict(where, found=root)))
    if opened:
        for option in sorted(set(column["counts"]) | set(counts)):
            if column["counts"].get(option, 0) != counts.get(option, 0):
                facts = {
                    "option": option,
                    "told": column["counts"].get(option, 0),
                    "found": counts.get(option, 0),
                }
                problems.append(("counts", dict(where, **facts)))
        for option in column["counts"]:
            if option not in options:
                problems.append(("option", dict(where, at=0, value=option)))


def _figures(opening, result, spent, board, problems):
    for group in result["groups"]:
        name = group["name"]
        figures = [group[key] for key in ("issued", "returned", "valid", "invalid")]
        if result["view"] == "grade-only":
            if any(number is not None for number in figures):
                problems.append(("figures-told", {"group": name, "must": "must not"}))
            continue
        if any(number is None for number in figures):
            problems.append(("figures-told", {"group": name, "must": "must"}))
            continue
        issued, returned, valid, invalid = figures
        size = sum(opening["roll"][class_name]["size"] for class_name in _classes(opening, name))
        used = len(spent["groups"][name])
        facts = {"group": name, "issued": issued, "returned": returned, "valid": valid, "invalid": invalid}
        if valid + invalid != returned:
            problems.append(("valid-invalid", facts))
        if returned > issued:
            problems.append(("returned-issued", facts))
        if issued > size:
            problems.append(("issued-roll", dict(facts, size=size)))
        if used > returned:
            problems.append(("paper-negative", dict(facts, spent=used)))


def _view(opening, result, board, problems):
    """That nothing is shown which must not be, and nothing hidden without need."""
    smallest, view, inside = opening["smallest"], result["view"], result["audience"] == "inside"
    for group in result["groups"]:
        name, valid = group["name"], group["valid"]
        rows = max(
            [len(column) for column in board["groups"][name].values() if isinstance(column, list)] or [0]
        )
        valid = rows if valid is None else valid
        if view == "classes" and not inside and valid < smallest:
            problems.append(("shows-small-class", {"group": name, "valid": valid, "smallest": smallest}))
        if view == "merged" and valid < smallest:
            problems.append(("shows-few", {"valid": valid, "smallest": smallest}))
        if view == "grade-only" and valid >= smallest:
            problems.append(("hides-enough", {"valid": valid, "smallest": smallest}))
        if view == "merged" and len(opening["classes"]) == 1:
            problems.append(("merged-one-class", {}))
        for item, column in group["questions"].items():
            _shown(opening, view, inside, name, item, valid, column, problems)


def _shown(opening, view, inside, group, item, valid, column, problems):
    """One column: whether it is opened exactly where it may be, and what stands for it else."""
    where = {"group": group, "item": item}
    ranged = view == "classes" and not inside and opening["unanimous"] == "range" and valid < RANGE_BELOW
    # Within how many of all papers a column must be kept shut.
    guard = WITHIN if view == "merged" or ranged else None
    if column["counts"] is not None:
        most = max(list(column["counts"].values()) or [0])
        if view == "grade-only" or (guard is not None and column["counts"] and most >= valid - guard):
            problems.append(("shows-unanimous", where))
        if column["most"] is not None:
            problems.append(("most", dict(where, told="—")))
        return
    if view == "grade-only":
        if column["most"] is not None:
            problems.append(("shows-unanimous", where))
        return
    if guard is None:
        problems.append(("hides-column", where))
        return
    options = [*next((answers for name, answers in opening["questions"] if name == item), []), ABSTAIN]
    if column["most"] is None or column["most"][0] not in options or column["most"][1] != valid - guard:
        problems.append(("most", dict(where, told=valid - guard)))


# -- comparing with paper ------------------------------------------------------------------------------------------


def digests(files):
    """Every digest of the record that may stand on paper: hex -> what it is."""
    known = {hashlib.sha256(files[name]).hexdigest(): name for name in FILES if name in files}
    try:
        opening, result = json.loads(files["opening.json"]), json.loads(files["result.json"])
        known[opening["stub_root_all"]] = "opening.json stub_root_all"
        for name, stubs in opening["stubs"].items():
            known[stubs["root"]] = "opening.json stubs " + name
        for name, roll in opening["roll"].items():
            known[roll["digest"]] = "opening.json roll " + name
        known[opening["audit"]["root"]] = "opening.json audit"
        known[result["audit"]["root"]] = "result.json audit"
        for group in result["groups"]:
            for item, column in group["questions"].items():
                known[column["root"]] = "result.json {} {}".format(group["name"], item)
    except (KeyError, ValueError, TypeError, AttributeError):
        pass  # verify() has said what is wrong with it
    return known


def compare(files, key, sheet):
    """(problems, what agrees) of a typed key and typed digests."""
    problems, same = [], []
    public = files.get("key.txt", b"").decode("utf-8", "replace").strip()
    if key:
        typed = re.sub(r"[\s:-]", "", key).lower()
        known = HEX64.fullmatch(public) is not None
        shown = fingerprint(public) if known else "—"
        fits = known and (typed == public or (len(typed) >= 32 and shown.replace(" ", "") == typed))
        if fits:
            same.append(("fingerprint-same", {}))
        else:
            problems.append(("key-not-yours", {"found": shown}))
    known_digests = digests(files)
    for text in sheet:
        typed = re.sub(r"[\s:-]", "", text).lower()
        if len(typed) < 12 or not re.fullmatch("[0-9a-f]+", typed):
            problems.append(("digest-short", {"typed": text}))
            continue
        what = [name for known_digest, name in known_digests.items() if known_digest.startswith(typed)]
        if what:
            same.append(("digest-same", {"typed": text, "what": what[0]}))
        else:
            problems.append(("digest-not-found", {"typed": text}))
    return problems, same


# -- saying it -----------------------------------------------------------------------------------------------------


def say(code, facts, lang):
    values = dict(facts)
    at = 0 if lang == "zh" else 1
    if values.get("group") == "":
        values["group"] = SAID["all"][at]
    for name in ("what", "must"):
        if values.get(name) in WHAT:
            values[name] = WHAT[values[name]][at]
    return SAID[code][at].format(**values)


def summary(files, lang):
    """What the record says, once it holds."""
    opening, result = json.loads(files["opening.json"]), json.loads(files["result.json"])
    spent = json.loads(files["spent.json"])
    lines = [say("title", opening, lang)]
    if result["view"] == "grade-only":
        return [*lines, say("no-figures", opening, lang)]
    if result["view"] == "merged":
        lines.append(say("merged", opening, lang))
    for group in result["groups"]:
        used = len(spent["groups"][group["name"]])
        facts = dict(group, group=group["name"], spent=used, paper=group["returned"] - used)
        lines.append(say("figures", facts, lang))
        for item, options in opening["questions"]:
            column = group["questions"][item]
            if column["counts"] is None:
                sentence = say("at-least", {"option": column["most"][0], "number": column["most"][1]}, lang)
            else:
                offered = options if ABSTAIN in options else [*options, ABSTAIN]
                sentence = "  ".join(
                    "{} {}".format(option, column["counts"].get(option, 0)) for option in offered
                )
            lines.append(f"  {item}: {sentence}")
    return lines


def main(given=None):
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "record", nargs="?", default=".", help="record.zip, or the folder it was unpacked into"
    )
    asked.add_argument("--key", help="the key or its fingerprint as printed on the opening sheet")
    asked.add_argument(
        "--sheet", action="append", default=[], help="a digest typed from paper (may be repeated)"
    )
    asked.add_argument("--lang", choices=("zh", "en"), default="zh")
    arguments = asked.parse_args(given)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    files, problems, notes = read(arguments.record)
    if files or not problems:
        problems += verify(files)
        more, same = compare(files, arguments.key, arguments.sheet)
        problems += more
        for name in notes:
            if name != os.path.basename(__file__):
                print(say("note", {"name": name}, arguments.lang))
        for code, facts in same:
            print(say(code, facts, arguments.lang))
    if problems:
        print(say("wrong", {"number": len(problems)}, arguments.lang))
        for code, facts in problems:
            print("- " + say(code, facts, arguments.lang))
        return 1
    for line in summary(files, arguments.lang):
        print(line)
    print(say("fingerprint", {"found": fingerprint(files["key.txt"].decode().strip())}, arguments.lang))
    print(say("digests", {}, arguments.lang))
    for name in ("opening.json", "result.json"):
        file_digest = hashlib.sha256(files[name]).hexdigest()
        print(f"  {grouped(file_digest)}  {name}")
    if not arguments.key:
        print(say("needs-key", {}, arguments.lang))
    print(say("well", {}, arguments.lang))
    return 0


if __name__ == "__main__":
    sys.exit(main())
