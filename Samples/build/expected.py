"""Says what a correct import must give: title, type, some fields, and links, taken from the same texts."""

import re

import bibliography

TYPES = {"Research digest": "digest", "Goireas": "resource", "Ro-innleachd": "strategy"}
GAELIC = {"Seòrsa": "Type", "Tiotal": "Title", "Cànan": "Language", "Ìre": "Level", "Clas": "Stage", "Cosgais": "Cost",
          "Cuspair": "Theme", "Cead": "Licence", "Eadar-theangachadh de": "Translation of", "Ùghdarras": "Authority",
          "Seòrsa goireis": "Resource type", "Luchd-cleachdaidh": "Audience", "Geàrr-chunntas": "Summary",
          "Hub": "Hub", "Taic ri": "Supports", "Cur an gnìomh": "Implements", "Inntrigeadh": "Access"}
RELATIONS = {
    "Supports": "supports", "Disputes": "contradicts", "Sets limits on": "qualifies", "Digests": "digests",
    "Reports on study": "reports", "Tries": "tries", "Tries out": "tries", "Evaluates": "evaluates",
    "Addresses": "addresses", "Addresses need": "addresses", "Adapts": "adapts", "Implements": "implements",
    "Puts into practice": "implements", "Repeats": "replicates", "Arises from": "arose-from", "Arose from": "arose-from",
    "Produced at": "produced-at", "Part of": "part-of", "Translation of": "translation-of", "Replies to": "replies-to",
    "Gave rise to": "arose-from(inverse)", "About": "discusses", "Used": "used", "References": "references",
}
FIELDS = {
    "Level": "levels", "Stage": "stages", "Area": "areas", "Theme": "themes", "Strand": "strands", "Cost": "cost",
    "Authority": "authority", "Licence": "licence", "Access": "access", "Direction": "direction", "Status": "status",
    "Hub": "hub", "Hub type": "hubType", "Resource type": "resourceType", "Audience": "audience",
    "Outcomes": "outcomes", "Event type": "eventType", "Mode": "mode", "Start": "start", "Medium": "medium",
    "Evaluation type": "evaluationType", "Quality indicators": "qualityIndicators", "Strength": "strength",
    "Scope": "scope", "Source": "source", "Question": "question", "Language": "language", "Method": "method",
    "Setting": "setting", "Evaluators": "evaluators", "Recommend": "recommend",
}
SINGLE = {"cost", "licence", "access", "direction", "status", "hub", "hubType", "eventType", "mode", "start",
          "evaluationType", "strength", "scope", "question", "method", "recommend"}
NOT_SPLIT = {"Theme"}  # some labels have commas inside; split on the comma only before a capital letter


def values(label, parts):
    out = []
    for part in parts:
        pieces = re.split(r", (?=[A-Z])", part) if label in NOT_SPLIT else part.split(", ")
        out += [piece.strip() for piece in pieces]
    return out


def entry(text):
    fields, links = {}, []
    kind = "resource"
    for label, parts in text.rows:
        label = GAELIC.get(label, label)
        if label == "Type":
            kind = TYPES.get(parts[0], parts[0].lower())
        elif label in RELATIONS:
            links += [{"relation": RELATIONS[label], "to": part} for part in parts]
        elif label in FIELDS:
            name = FIELDS[label]
            fields[name] = parts[0] if name in SINGLE else values(label, parts)
    return kind, fields, links


def collect(texts, here):
    dois = {item["DOI"].lower(): item["title"] for item in bibliography.studies() if item.get("DOI")}
    files, links = [], []
    for text in texts:
        kind, fields, own = entry(text)
        for name in text.files:
            files.append({"file": "collection/" + name, "title": text.title, "type": kind, "fields": fields,
                          "language": text.language.split("-")[0], "form": (text["form"] or "table")})
        links += [{"from": text.title, **link} for link in own]
        body = text.path.read_text(encoding="utf-8")
        for doi in sorted({d.rstrip(".").lower() for d in re.findall(r"10\.\d{4,9}/[^\s)|]+", body)}):
            if doi in dois:
                links.append({"from": text.title, "relation": "references", "to": dois[doi], "doi": doi})
    studies = [{"title": item["title"], "type": "study", "doi": item.get("DOI"),
                "files": ["collection/" + name for name in
                          (item["list"] if isinstance(item["list"], list) else [item["list"]])]}
               for item in bibliography.studies()]
    return {"schema": 1, "files": files, "studies": studies, "links": links}
