"""Writes a sample text as DOCX with python-docx; notes, changes and properties through its lxml layer."""

import datetime
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from pictures import picture
from source import inline

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COUNTRY = {"gd": "gd-GB", "sco": "sco-GB", "en": "en-GB", "pl": "pl-PL", "fr": "fr-FR"}


class DocxWriter:
    def __init__(self, text):
        self.text = text
        self.doc = docx.Document()
        self.when = datetime.datetime.fromisoformat((text["date"] or "2025-09-01") + "T09:30:00")
        self.stamp = self.when.strftime("%Y-%m-%dT%H:%M:%SZ")
        self.notes = []
        self.change = 100

    def write(self, path):
        self.set_language()
        self.page_furniture()
        text = self.text
        place = text["place"] or "after"
        if place == "first":
            self.form()
        if text["titlestyle"] != "no":
            self.paragraph(text.title, "Title")
        if text["subtitle"]:
            self.paragraph(text["subtitle"], "Subtitle")
        if place == "after":
            self.form()
        for block in text.blocks:
            self.block(block)
        if place == "last":
            self.form()
        # Under a heading of its own, so that the mark is never part of the section before it (a list of references, say).
        self.paragraph(text.sample_heading, "Heading 1")
        end = self.paragraph(text.sample_line, "Normal")
        end.runs[0].font.size = Pt(8)
        self.footnotes_part()
        self.properties()
        self.doc.save(path)

    # The form

    def form(self):
        rows, kind = self.text.rows, self.text["form"] or "table"
        if not rows or kind in ("none", "properties"):
            return
        if kind in ("lines", "bold"):
            for label, values in rows:
                for value in values:
                    para = self.doc.add_paragraph()
                    head = para.add_run(label + ":")
                    head.bold = kind == "bold"
                    para.add_run(" ")
                    self.runs(para, value)
            return
        table = self.doc.add_table(rows=0, cols=2)
        table.style = "Table Grid"
        table.autofit = False
        table.columns[0].width, table.columns[1].width = Cm(4.5), Cm(10.5)
        if kind == "merged":
            cells = table.add_row().cells
            joined = cells[0].merge(cells[1])
            joined.text = self.text["banner"] or "About this document"
            joined.paragraphs[0].runs[0].bold = True
        for label, values in rows:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Cm(4.5), Cm(10.5)
            cells[0].paragraphs[0].add_run(label + (":" if kind == "colon" else "")).bold = True
            for index, value in enumerate(values):
                para = cells[1].paragraphs[0] if index == 0 else cells[1].add_paragraph()
                self.runs(para, value)
        self.doc.add_paragraph()

    # The body

    def block(self, block):
        kind = block[0]
        if kind == "heading":
            self.paragraph(block[2], f"Heading {block[1]}")
        elif kind == "bullet":
            self.paragraph(block[2], "List Bullet" if block[1] == 0 else "List Bullet 2")
        elif kind == "number":
            self.paragraph(block[2], "List Number" if block[1] == 0 else "List Number 2")
        elif kind == "quote":
            self.paragraph(block[1], "Quote")
        elif kind == "image":
            self.image(block[1], block[2])
        elif kind == "table":
            self.table(block[1])
        else:
            self.paragraph(block[1], "Normal")

    def paragraph(self, line, style):
        para = self.doc.add_paragraph(style=style)
        self.runs(para, line)
        return para

    def table(self, rows):
        table = self.doc.add_table(rows=0, cols=len(rows[0]))
        table.style = "Light Grid Accent 1"
        for index, row in enumerate(rows):
            for cell, value in zip(table.add_row().cells, row):
                self.runs(cell.paragraphs[0], value)
            if index == 0:
                props = table.rows[0]._tr.get_or_add_trPr()
                props.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        self.doc.add_paragraph()

    def image(self, alt, name):
        data, width = picture(name)
        shape = self.doc.add_picture(data, width=Cm(width))
        shape._inline.docPr.set("descr", alt)
        shape._inline.docPr.set("title", name)

    def runs(self, para, line):
        for part in inline(line):
            kind, words = part[0], part[1]
            if kind == "note":
                self.footnote(para, words)
            elif kind == "link":
                self.hyperlink(para, words, part[2])
            elif kind in ("insert", "delete"):
                self.tracked(para, kind, words, part[2])
            else:
                run = para.add_run(words)
                run.bold = True if kind == "bold" else None
                run.italic = True if kind == "italic" else None
                if kind == "lang":
                    lang = OxmlElement("w:lang")
                    lang.set(qn("w:val"), COUNTRY.get(part[2], part[2]))
                    run._r.get_or_add_rPr().append(lang)
                if kind == "comment":
                    who = part[2]
                    note = self.doc.add_comment(run, part[3], author=who, initials="".join(w[0] for w in who.split()))
                    note._comment_elm.set(qn("w:date"), self.stamp)

    def tracked(self, para, kind, words, who):
        self.change += 1
        tag, text_tag = ("ins", "t") if kind == "insert" else ("del", "delText")
        para._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="{self.change}" w:author="{escape(who)}" w:date="{self.stamp}">'
                f'<w:r><w:{text_tag} xml:space="preserve">{escape(words)}</w:{text_tag}></w:r></w:{tag}>'
            )
        )

    def hyperlink(self, para, words, url):
        rid = para.part.relate_to(url, RT.HYPERLINK, is_external=True)
        para._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{rid}" w:history="1"><w:r><w:rPr>'
                f'<w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr>'
                f'<w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:hyperlink>'
            )
        )

    def footnote(self, para, words):
        self.notes.append(words)
        para._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            )
        )

    def footnotes_part(self):
        if not self.notes:
            return
        body = (
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
            "</w:footnote>"
        )
        for number, words in enumerate(self.notes, 1):
            body += (
                f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(words)}</w:t></w:r></w:p></w:footnote>'
            )
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{W}">{body}</w:footnotes>'
        part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, xml.encode(), self.doc.part.package)
        self.doc.part.relate_to(part, RT.FOOTNOTES)

    # Around the body

    def set_language(self):
        for lang in self.doc.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), self.text.language)

    def page_furniture(self):
        section = self.doc.sections[0]
        if self.text["header"]:
            section.header.paragraphs[0].text = self.text["header"]
        if self.text["footer"]:
            para = section.footer.paragraphs[0]
            para.add_run(self.text["footer"] + "  ·  page ")
            for kind in ("begin", None, "end"):
                run = para.add_run()
                if kind:
                    char = OxmlElement("w:fldChar")
                    char.set(qn("w:fldCharType"), kind)
                    run._r.append(char)
                else:
                    code = OxmlElement("w:instrText")
                    code.set(qn("xml:space"), "preserve")
                    code.text = " PAGE "
                    run._r.append(code)

    def properties(self):
        core, text = self.doc.core_properties, self.text
        core.title = text["doctitle"] or text.title
        core.author = core.last_modified_by = text["author"] or "Kist sample author"
        core.subject, core.keywords, core.comments = text["subject"], text["keywords"], ""
        core.language = text.language
        core.created = core.modified = self.when
        core.revision = 3
        rows = "".join(
            f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{escape(name)}">'
            f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
            for number, (name, value) in enumerate(custom_properties(text), 2)
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
            'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
            'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">' + rows + "</Properties>"
        )
        package = self.doc.part.package
        kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
        part = Part(PackURI("/docProps/custom.xml"), kind, xml.encode(), package)
        package.relate_to(part, RT.CUSTOM_PROPERTIES)


def custom_properties(text):
    yield ("kist:sample", "true")
    wanted = [name.strip() for name in text["props"].split(",") if name.strip()]
    for label, values in text.rows:
        name = label[0].lower() + "".join(word.capitalize() for word in label.split())[1:]
        if text["form"] == "properties" or name in wanted:
            yield ("kist:" + name, "; ".join(values))


def write_docx(text, path):
    DocxWriter(text).write(path)
