"""What schemathesis is told of Samverkan by `schemathesis.sh`: two checks of its own, and settings.

`python schemathesis_hooks.py CONTRACT FOLDER ADDRESS WRONG` asks the running service, with the administrator's
token from the environment, for what there is, and writes FOLDER/openapi.json and FOLDER/settings.toml.
With WRONG `true` that copy of the contract says something wrong of one answer: the negative control.
"""

import json
import os
import re
import sys
import urllib.request
from pathlib import Path

KNOWN = 0.7  # how often something is named that there is; else whatever is generated

# Dictionary: the address that lists it, where in an item it stands, the parameters and fields that take it.
LISTS = {
    "application": ("applications?limit=20", "id", ["path.application", "body.application"]),
    "channel": ("offerings/{o}", "channels.id", ["path.channel"]),
    "channel_code": ("offerings/{o}", "channels.code", ["query.channel", "body.channel"]),
    "cohort": ("offerings/{o}/cohorts", "id", []),
    "cohort_code": ("offerings/{o}/cohorts", "code", ["path.cohort", "body.cohort", "body.wanted"]),
    "course": ("courses", "code", ["body.course"]),
    "import": ("imports", "id", ["path.import"]),
    "message": ("messages?limit=5", "id", ["path.message"]),
    "notice": ("notices?limit=5", "id", ["path.notice"]),
    "offering": ("offerings", "code", ["path.offering", "query.offering", "body.offering", "body.from"]),
    "person": (
        "people?limit=20",
        "id",
        ["path.person", "path.other", "query.person", "query.subject", "body.person", "body.other", "body.with",
         "body.subject", "body.present[*]", "body.absent[*]", "body.people[*]"],
    ),
    "plan": ("offerings/{o}/cohort-plans", "id", ["path.plan", "body.plan"]),
    "profession": ("professions", "code", ["body.profession"]),
    "programme": ("programmes", "code", ["path.programme", "body.programme", "body.programmes[*]"]),
    "rule": ("offerings/{o}/cohort-rules", "id", ["path.rule"]),
    "session": ("offerings/{o}/sessions", "id", ["path.session", "body.session"]),
    "template": ("offerings/{o}/mail-templates", "template", ["path.template", "body.template"]),
    "workplace": ("workplaces", "school_unit_code", ["body.workplace"]),
    "feed": ("feeds", "id", ["path.feed"]),
}
# What cannot be listed: revisions, and texts that have a form.
FORMS = {
    "revision": (["*", '"1"'], ["header.If-Match"]),
    "wall": (["2027-03-01T13:15", "2027-03-28T02:30", "2027-10-31T02:30"], ["body.starts", "body.ends"]),
    "weeks": (["v7-v10", "7-10", "10"], ["body.weeks"]),
    "term": (["VT2027", "HT2027"], ["body.term", "body.until_term"]),
}
# Refusals of what the schemas allow: a NUL in an address, years that one engine cannot keep.
UNSAID = ["nolltecken", "between 1900 and 2999"]


def ask(address, path):
    request = urllib.request.Request(
        f"{address}/api/v1/{path}", headers={"Authorization": f"Bearer {os.environ['TOKEN']}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        value = json.load(answer)
    return value.get("items", value) if isinstance(value, dict) else value


def taken(value, at):
    """All that stands at a path such as `channels.id`."""
    if isinstance(value, list):
        return [found for item in value for found in taken(item, at)]
    if not at:
        return [value]
    return taken(value[at[0]], at[1:]) if at[0] in value else []


def settings(address, calendars):
    """Settings, in TOML: a JSON string is one of TOML too."""
    offering = ask(address, "offerings")[0]["code"]
    dictionaries, bound = {"calendar": calendars}, {}
    for name, (path, at, places) in LISTS.items():
        dictionaries[name] = taken(ask(address, path.replace("{o}", offering)), at.split("."))
        bound |= dict.fromkeys(places, name)
    for name, (values, places) in FORMS.items():
        dictionaries[name] = values
        bound |= dict.fromkeys(places, name)

    def binding(name):
        return f'{{ dictionary = "{name}", probability = {KNOWN} }}'

    lines = ["[parameters]"]
    lines += [f'"{place}" = {binding(name)}' for place, name in bound.items() if dictionaries[name]]
    for name, values in dictionaries.items():
        if values:
            lines += [f"[dictionaries.{name}]", f"values = {json.dumps(list(dict.fromkeys(values)))}"]
    lines += ["[[operations]]", 'include-path-regex = "^/calendar/"', "[operations.parameters]"]
    lines += [f'"path.token" = {binding("calendar")}']
    return "\n".join(lines) + "\n"


def copy(contract, wrong):
    """The contract with whole addresses, since one base address is given for all of them."""
    paths = {}
    for path, item in contract["paths"].items():
        own = item.pop("servers", None)
        paths[path if own else f"/api/v1{path}"] = item
    contract |= {"paths": paths, "servers": [{"url": "/"}]}
    if wrong:
        contract["components"]["schemas"]["Course"]["properties"]["code"] = {"type": "integer"}
    return contract


if __name__ == "__main__":
    contract, folder, address, wrong = sys.argv[1:]
    folder = Path(folder)
    calendars = re.findall(r"/calendar/([\w-]+)\.ics", (folder / "demo.log").read_text())
    (folder / "openapi.json").write_text(json.dumps(copy(json.loads(Path(contract).read_text()), wrong == "true")))
    with (folder / "settings.toml").open("a") as file:
        file.write(settings(address, calendars))
else:
    import jsonschema_rs
    import schemathesis

    @schemathesis.check
    def refusals_are_problems(ctx, response, case):
        """Every refusal, documented or not, is a problem as the contract describes one; a 405 says what may."""
        status = response.status_code
        if status < 400:
            return
        if status == 405:
            assert response.headers.get("allow"), "a 405 without Allow"
        kind = (response.headers.get("content-type") or [""])[0]
        assert kind == "application/problem+json", f"{status} has the kind {kind!r}"
        if response.request.method == "HEAD":
            return
        problem = json.loads(response.content)
        assert problem.get("status") == status, f"{status} says {problem.get('status')}"
        components = case.operation.schema.raw_schema["components"]
        shape = jsonschema_rs.validator_for({"$ref": "#/components/schemas/Problem", "components": components})
        wrong = [fault.message for fault in shape.iter_errors(problem)]
        assert not wrong, f"not a problem as described: {wrong}"

    @schemathesis.check
    def what_fits_is_read(ctx, response, case):
        """What fits the contract is not called unreadable, but for what its schemas cannot say."""
        if response.status_code != 400 or case.meta is None or case.meta.generation.mode.is_negative:
            return
        said = response.content.decode()
        assert any(reason in said for reason in UNSAID), "fits the contract, and cannot be read"
