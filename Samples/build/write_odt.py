"""Writes a sample text as ODT with odfpy."""

from odf import dc, meta, office, style, table, text as odf
from odf.namespaces import TEXTNS
from odf.draw import Frame, Image
from odf.opendocument import OpenDocumentText
from odf.svg import Desc, Title as SvgTitle

from pictures import picture
from source import inline
from write_docx import custom_properties


class OdtWriter:
    def __init__(self, text):
        self.text = text
        self.doc = OpenDocumentText()
        self.stamp = (text["date"] or "2025-09-01") + "T09:30:00"
        self.language = text.language.split("-")[0]
        self.automatic = {}
        self.regions = []
        self.note = self.tables = 0
        self.open_list = None  # (kind, list element, last item)

    def write(self, path):
        self.styles()
        self.page_furniture()
        body, text = self.doc.text, self.text
        place = text["place"] or "after"
        if place == "first":
            self.form()
        if text["titlestyle"] != "no":
            body.addElement(self.paragraph(text.title, "Title"))
        if text["subtitle"]:
            body.addElement(self.paragraph(text["subtitle"], "Subtitle"))
        if place == "after":
            self.form()
        for block in text.blocks:
            self.block(block)
        if place == "last":
            self.form()
        # Under a heading of its own, so that the mark is never part of the section before it (a list of references, say).
        head = odf.H(outlinelevel=1, stylename="Heading_20_1")
        self.runs(head, text.sample_heading)
        body.addElement(head)
        body.addElement(self.paragraph(text.sample_line, "SmallPrint"))
        self.tracked_changes()
        self.properties()
        self.doc.save(path)

    # Styles

    def styles(self):
        add = self.doc.styles.addElement
        base = style.DefaultStyle(family="paragraph")
        base.addElement(
            style.TextProperties(
                language=self.language, country="GB", fontname="Liberation Serif", fontsize="11pt"
            )
        )
        add(base)
        font = style.FontFace(name="Liberation Serif", fontfamily="Liberation Serif")
        self.doc.fontfacedecls.addElement(font)
        add(self.paragraph_style("Standard", None))
        add(self.paragraph_style("Text_20_body", "Standard", margin="0.2cm"))
        add(self.paragraph_style("Title", "Standard", size="22pt", weight="bold", margin="0.4cm"))
        add(self.paragraph_style("Subtitle", "Standard", size="13pt", margin="0.3cm"))
        add(self.paragraph_style("Quotations", "Standard", margin="0.3cm", indent="1cm"))
        add(self.paragraph_style("SmallPrint", "Standard", size="8pt", margin="0.4cm"))
        for level, size in ((1, "16pt"), (2, "13pt"), (3, "12pt")):
            add(self.paragraph_style(f"Heading_20_{level}", "Standard", size=size, weight="bold", margin="0.3cm",
                                     outline=level))
        for name, attrs in (("Strong", {"fontweight": "bold"}), ("Emphasis", {"fontstyle": "italic"})):
            made = style.Style(name=name, family="text")
            made.addElement(style.TextProperties(**attrs))
            add(made)
        for name, maker in (("Bullets", self.bullet_level), ("Numbers", self.number_level)):
            made = odf.ListStyle(name=name)
            for level in (1, 2):
                made.addElement(maker(level))
            add(made)

        boxed = style.Style(name="Boxed", family="table-cell")
        boxed.addElement(style.TableCellProperties(border="0.5pt solid #666666", padding="0.1cm"))
        self.doc.automaticstyles.addElement(boxed)

    def paragraph_style(self, name, parent, size=None, weight=None, margin=None, indent=None, outline=None):
        attrs = {"name": name, "displayname": name.replace("_20_", " "), "family": "paragraph"}
        if parent:
            attrs["parentstylename"] = parent
        if outline:
            attrs["defaultoutlinelevel"] = str(outline)
        made = style.Style(**attrs)
        if margin or indent:
            made.addElement(
                style.ParagraphProperties(**({"marginbottom": margin} if margin else {}),
                                          **({"marginleft": indent} if indent else {})))
        if size or weight:
            made.addElement(
                style.TextProperties(**({"fontsize": size} if size else {}),
                                     **({"fontweight": weight} if weight else {})))
        return made

    @staticmethod
    def bullet_level(level):
        made = odf.ListLevelStyleBullet(level=str(level), bulletchar="•" if level == 1 else "–")
        made.addElement(style.ListLevelProperties(spacebefore=f"{0.5 * level}cm", minlabelwidth="0.5cm"))
        return made

    @staticmethod
    def number_level(level):
        made = odf.ListLevelStyleNumber(level=str(level), numformat="1", numsuffix=".")
        made.addElement(style.ListLevelProperties(spacebefore=f"{0.5 * level}cm", minlabelwidth="0.5cm"))
        return made

    def language_style(self, language):
        if language not in self.automatic:
            name = f"Lang_{language}"
            made = style.Style(name=name, family="text")
            country = {"pl": "PL", "fr": "FR"}.get(language, "GB")
            made.addElement(style.TextProperties(language=language, country=country))
            self.doc.automaticstyles.addElement(made)
            self.automatic[language] = name
        return self.automatic[language]

    # The form

    def form(self):
        rows, kind = self.text.rows, self.text["form"] or "table"
        if not rows or kind in ("none", "properties"):
            return
        body = self.doc.text
        if kind in ("lines", "bold"):
            for label, values in rows:
                for value in values:
                    para = odf.P(stylename="Text_20_body")
                    if kind == "bold":
                        para.addElement(odf.Span(stylename="Strong", text=label + ":"))
                    else:
                        para.addText(label + ":")
                    para.addText(" ")
                    self.runs(para, value)
                    body.addElement(para)
            return
        made = self.new_table(2)
        if kind == "merged":
            row = table.TableRow()
            cell = self.cell(numbercolumnsspanned=2)
            cell.addElement(self.paragraph("**" + (self.text["banner"] or "About this document") + "**", "Standard"))
            row.addElement(cell)
            row.addElement(table.CoveredTableCell())
            made.addElement(row)
        for label, values in rows:
            row = table.TableRow()
            head = self.cell()
            head.addElement(self.paragraph("**" + label + (":" if kind == "colon" else "") + "**", "Standard"))
            cell = self.cell()
            for value in values:
                cell.addElement(self.paragraph(value, "Standard"))
            row.addElement(head)
            row.addElement(cell)
            made.addElement(row)
        body.addElement(made)

    def new_table(self, columns):
        self.tables += 1
        made = table.Table(name=f"Table{self.tables}")
        made.addElement(table.TableColumn(numbercolumnsrepeated=columns))
        return made

    @staticmethod
    def cell(**attrs):
        return table.TableCell(valuetype="string", stylename="Boxed", **attrs)

    # The body

    def block(self, block):
        kind = block[0]
        if kind in ("bullet", "number"):
            self.list_item(kind, block[1], block[2])
            return
        self.open_list = None
        body = self.doc.text
        if kind == "heading":
            head = odf.H(outlinelevel=block[1], stylename=f"Heading_20_{block[1]}")
            self.runs(head, block[2])
            body.addElement(head)
        elif kind == "quote":
            body.addElement(self.paragraph(block[1], "Quotations"))
        elif kind == "image":
            body.addElement(self.image(block[1], block[2]))
        elif kind == "table":
            made = self.new_table(len(block[1][0]))
            for index, cells in enumerate(block[1]):
                row = table.TableRow()
                for value in cells:
                    cell = self.cell()
                    cell.addElement(self.paragraph(value, "Standard"))
                    row.addElement(cell)
                if index == 0:
                    rows = table.TableHeaderRows()
                    rows.addElement(row)
                    made.addElement(rows)
                else:
                    made.addElement(row)
            body.addElement(made)
        else:
            body.addElement(self.paragraph(block[1], "Text_20_body"))

    def list_item(self, kind, depth, line):
        if self.open_list is None or self.open_list[0] != kind and depth == 0:
            made = odf.List(stylename="Bullets" if kind == "bullet" else "Numbers")
            self.doc.text.addElement(made)
            self.open_list = [kind, made, None, None]
        item = odf.ListItem()
        item.addElement(self.paragraph(line, "Standard"))
        if depth == 0 or self.open_list[2] is None:
            self.open_list[1].addElement(item)
            self.open_list[2:] = [item, None]
            return
        if self.open_list[3] is None:
            self.open_list[3] = odf.List()
            self.open_list[2].addElement(self.open_list[3])
        self.open_list[3].addElement(item)

    def paragraph(self, line, stylename):
        para = odf.P(stylename=stylename)
        self.runs(para, line)
        return para

    def image(self, alt, name):
        data, width = picture(name)
        href = self.doc.addPicture(f"{name}.png", "image/png", data.getvalue())
        frame = Frame(name=name, width=f"{width}cm", height=f"{width * 0.5}cm", anchortype="as-char")
        frame.addElement(Image(href=href, type="simple", show="embed", actuate="onLoad"))
        frame.addElement(SvgTitle(text=name))
        frame.addElement(Desc(text=alt))
        para = odf.P(stylename="Text_20_body")
        para.addElement(frame)
        return para

    def runs(self, para, line):
        for part in inline(line):
            kind, words = part[0], part[1]
            if kind == "text":
                para.addText(words)
            elif kind in ("bold", "italic"):
                para.addElement(odf.Span(stylename="Strong" if kind == "bold" else "Emphasis", text=words))
            elif kind == "link":
                para.addElement(odf.A(href=part[2], type="simple", text=words))
            elif kind == "lang":
                para.addElement(odf.Span(stylename=self.language_style(part[2]), text=words))
            elif kind == "note":
                self.note += 1
                note = odf.Note(noteclass="footnote", id=f"ftn{self.note}")
                note.addElement(odf.NoteCitation(text=str(self.note)))
                inside = odf.NoteBody()
                inside.addElement(odf.P(stylename="Standard", text=words))
                note.addElement(inside)
                para.addElement(note)
            elif kind == "comment":
                note = office.Annotation()
                note.addElement(dc.Creator(text=part[2]))
                note.addElement(dc.Date(text=self.stamp))
                note.addElement(odf.P(text=part[3]))
                para.addElement(note)
                para.addText(words)
            else:
                self.tracked(para, kind, words, part[2])

    def tracked(self, para, kind, words, who):
        name = f"ct{len(self.regions) + 1}"
        region = odf.ChangedRegion(check_grammar=False)  # its own check asks for text:id and offers xml:id
        region.setAttrNS(TEXTNS, "id", name)
        info = office.ChangeInfo()
        info.addElement(dc.Creator(text=who))
        info.addElement(dc.Date(text=self.stamp))
        change = odf.Insertion() if kind == "insert" else odf.Deletion()
        change.addElement(info)
        if kind == "insert":
            para.addElement(odf.ChangeStart(changeid=name))
            para.addText(words)
            para.addElement(odf.ChangeEnd(changeid=name))
        else:
            change.addElement(odf.P(stylename="Standard", text=words))
            para.addElement(odf.Change(changeid=name))
        region.addElement(change)
        self.regions.append(region)

    def tracked_changes(self):
        if not self.regions:
            return
        holder = odf.TrackedChanges()
        for region in self.regions:
            holder.addElement(region)
        self.doc.text.insertBefore(holder, self.doc.text.firstChild)

    # Around the body

    def page_furniture(self):
        layout = style.PageLayout(name="Page")
        layout.addElement(style.PageLayoutProperties(pagewidth="21cm", pageheight="29.7cm", margin="2cm"))
        if self.text["header"]:
            layout.addElement(style.HeaderStyle())
        if self.text["footer"]:
            layout.addElement(style.FooterStyle())
        self.doc.automaticstyles.addElement(layout)
        master = style.MasterPage(name="Standard", pagelayoutname="Page")
        if self.text["header"]:
            head = style.Header()
            head.addElement(odf.P(text=self.text["header"]))
            master.addElement(head)
        if self.text["footer"]:
            foot = style.Footer()
            para = odf.P(text=self.text["footer"] + "  ·  page ")
            para.addElement(odf.PageNumber(selectpage="current"))
            foot.addElement(para)
            master.addElement(foot)
        self.doc.masterstyles.addElement(master)

    def properties(self):
        text, add = self.text, self.doc.meta.addElement
        add(dc.Title(text=text["doctitle"] or text.title))
        add(dc.Creator(text=text["author"] or "Kist sample author"))
        add(meta.InitialCreator(text=text["author"] or "Kist sample author"))
        add(dc.Date(text=self.stamp))
        add(meta.CreationDate(text=self.stamp))
        add(dc.Language(text=text.language))
        for word in filter(None, (word.strip() for word in text["keywords"].split(","))):
            add(meta.Keyword(text=word))
        for name, value in custom_properties(text):
            add(meta.UserDefined(name=name, valuetype="string", text=value))


def write_odt(text, path):
    OdtWriter(text).write(path)
