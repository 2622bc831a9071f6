"""Says what a correct import must give: title, type, some fields (as they were typed), and links, from the texts."""

import json
import re

import bibliography

TYPES = {"Research digest": "digest", "Goireas": "resource", "Ro-innleachd": "strategy"}
GAELIC = {"Seòrsa": "Type", "Tiotal": "Title", "Cànan": "Language", "Ìre": "Level", "Clas": "Stage", "Cosgais": "Cost",
          "Cuspair": "Theme", "Cead": "Licence", "Ùghdarras": "Authority", "Seòrsa goireis": "Resource type",
          "Mòr-ionad": "Hub", "Ro-innleachd": "Implements", "Cead-inntrigidh": "Access"}
RELATIONS = {
    "Supports": "supports", "Disputes": "contradicts", "Sets limits on": "qualifies", "Tries": "tries",
    "Evaluates": "evaluates", "Addresses": "addresses", "Implements": "implements", "Arises from": "arose-from",
    "Arose from": "arose-from", "Produced at": "produced-at", "Part of": "part-of", "Produced": "produced",
    "Is a translation of": "translation-of", "Gave rise to": "gave-rise-to", "About": "about", "Used": "used",
    "Further reading": "further-reading",
}
FIELDS = {
    "Level": "levels", "Stage": "stages", "Area": "areas", "Theme": "themes", "Focus": "themes", "Strand": "strands",
    "Cost": "cost", "Authority": "authority", "Licence": "licence", "Access": "access", "Direction": "direction",
    "Hub": "hub", "Hub type": "hubType", "Resource type": "resourceType", "Audience": "audience",
    "Experiences and outcomes": "outcomes", "Event type": "eventType", "Mode": "mode", "Start": "startDate",
    "Start date": "startDate", "End date": "endDate", "Medium": "medium", "Evaluation type": "evaluationType",
    "Quality indicators": "qualityIndicators", "Strength": "strength", "Question": "question", "Language": "language",
    "Setting": "setting", "Recommend": "recommend", "Also known as": "altTitle", "Rhythm": "rhythm",
    "Definition": "definition", "Respondents": "respondents", "Reading minutes": "readingMinutes",
    "Instruments": "instruments", "Values": "values", "Urban or rural": "urbanRural", "SIMD": "simd",
}
OF_TYPE = {("enquiry", "Status"): "enquiryStatus", ("event", "Status"): "eventStatus", ("need", "Status"): "needStatus",
           ("need", "Scope"): "needScope", ("need", "Source"): "needSource", ("enquiry", "Method"): "enquiryMethod"}
LISTS = {"levels", "stages", "areas", "themes", "strands", "authority", "resourceType", "audience", "outcomes", "medium",
         "qualityIndicators", "language", "setting", "needSource", "values", "urbanRural", "simd", "instruments"}


def values(name, parts):
    if name == "altTitle":
        return parts
    if name not in LISTS:
        return parts[0]
    cut = "; " if name == "themes" else ", "  # the labels of some themes have commas inside
    return [piece.strip() for part in parts for piece in re.split(cut, part)]


def entry(text, dois):
    fields, links = {}, []
    rows = [(GAELIC.get(label, label), parts) for label, parts in text.rows]
    kind = next((parts[0] for label, parts in rows if label == "Type"), "Resource")
    kind = TYPES.get(kind, kind.lower())
    for label, parts in rows:
        name = OF_TYPE.get((kind, label)) or FIELDS.get(label)
        if label in RELATIONS:
            links += [{"relation": RELATIONS[label], "to": dois.get(part.lower(), part)} for part in parts]
        elif name:
            fields[name] = values(name, parts)
    return kind, fields, links


def zip_names(here):
    """Where each text made for bundles ends up: "@source" to "zip!name in the zip"."""
    out = {}
    for plan in sorted((here / "bundles").glob("*.txt")):
        zip_name, *lines = plan.read_text(encoding="utf-8").splitlines()
        for name, source in (line.split(" <- ") for line in lines if line):
            out[source.strip()] = f"collection/{zip_name}!{name.strip()}"
    return out


def place(name, zips):
    return zips[name] if name.startswith("@") else "collection/" + name


def collect(texts, here):
    dois = {item["DOI"].lower(): item["title"] for item in bibliography.studies() if item.get("DOI")}
    zips = zip_names(here)
    files, links = [], []
    for text in texts:
        kind, fields, own = entry(text, dois)
        for name in text.files:
            files.append({"file": place(name, zips), "title": text.title, "type": kind, "fields": fields,
                          "language": text.language.split("-")[0], "form": (text["form"] or "table")})
        links += [{"from": text.title, **link} for link in own]
        cited = "reports" if kind == "digest" else "cites"
        # The body, and "Studies:" in the form; a DOI after another label is that label's link.
        body = "\n".join(line for line in text.path.read_text(encoding="utf-8").splitlines()
                         if not line.startswith("Further reading: 10."))
        for doi in sorted({d.rstrip(".").lower() for d in re.findall(r"10\.\d{4,9}/[^\s)|]+", body)}):
            known = {"to": dois[doi]} if doi in dois else {"unmatched": True}
            links.append({"from": text.title, "relation": cited, **known, "doi": doi})
        for item in bibliography.studies():
            if not item.get("DOI") and item["title"].split(":")[0] in body:
                links.append({"from": text.title, "relation": cited, "to": item["title"]})
    studies = [{"title": item["title"], "type": "study", "doi": item.get("DOI"),
                "files": [place(name, zips) for name in item["list"]]}
               for item in bibliography.studies()]
    forms = json.loads((here / "forms" / "expected.json").read_text(encoding="utf-8"))
    by_file = {form["file"]: form for form in forms}
    for form in forms:
        full = {**by_file[form["sameAs"]], "file": form["file"]} if "sameAs" in form else dict(form)
        own = full.pop("links")
        files.append(full)
        links += [{"from": full["title"], **link} for link in own if "sameAs" not in form]
    return {"schema": 1, "files": files, "studies": studies, "links": links}
