"""Small pictures for the samples, drawn here so that nothing is borrowed."""

import io

from PIL import Image, ImageDraw

BLUE, GREEN, AMBER, INK, PAPER = "#1d4e89", "#2e7d4f", "#d98e04", "#222222", "#ffffff"


def canvas(width, height):
    image = Image.new("RGB", (width, height), PAPER)
    return image, ImageDraw.Draw(image)


def bars(labels, values, top):
    image, draw = canvas(480, 240)
    wide = 400 // len(values)
    for index, (label, value) in enumerate(zip(labels, values)):
        left = 50 + index * wide
        draw.rectangle([left, 200 - 160 * value // top, left + wide - 20, 200], fill=BLUE if index % 2 == 0 else AMBER)
        draw.text((left, 206), label, fill=INK)
        draw.text((left, 186 - 160 * value // top), str(value), fill=INK)
    draw.line([40, 200, 460, 200], fill=INK, width=2)
    return image


def logo(colour):
    image, draw = canvas(240, 120)
    for index in range(5):
        draw.ellipse([20 + index * 42, 40, 52 + index * 42, 72], outline=colour, width=6)
    draw.line([36, 56, 204, 56], fill=colour, width=3)
    return image


def loop():
    image, draw = canvas(420, 210)
    for index, word in enumerate(("Ask", "Listen", "Decide", "Reteach")):
        left = 15 + index * 100
        draw.rectangle([left, 80, left + 80, 130], outline=GREEN, width=3)
        draw.text((left + 18, 98), word, fill=INK)
        if index < 3:
            draw.line([left + 80, 105, left + 100, 105], fill=GREEN, width=3)
    return image


def forest():
    """A forest plot of invented values: it shows how to read one, and says so."""
    image, draw = canvas(480, 240)
    draw.line([240, 20, 240, 210], fill=INK)
    for row, (low, mid, high) in enumerate(((-40, 30, 100), (-70, -10, 50), (10, 60, 110), (-20, 35, 90))):
        y = 45 + row * 42
        draw.line([240 + low, y, 240 + high, y], fill=BLUE, width=3)
        draw.rectangle([236 + mid, y - 4, 244 + mid, y + 4], fill=BLUE)
    draw.text((150, 216), "favours usual practice | favours the strategy", fill=INK)
    return image


def bench():
    image, draw = canvas(420, 210)
    for left in range(40, 380, 60):
        draw.line([left, 20, left, 70], fill=AMBER, width=8)
        draw.rectangle([left - 16, 50, left + 16, 110], fill=BLUE)
    draw.rectangle([80, 160, 340, 172], fill=INK)
    for left in (150, 240):
        draw.ellipse([left, 104, left + 30, 134], fill=GREEN)
        draw.rectangle([left - 4, 134, left + 34, 160], fill=GREEN)
    return image


MAKERS = {
    "quiet-place": (bench, 11),
    "logo-2014": (lambda: logo(BLUE), 6),
    "hub-mark": (lambda: logo(GREEN), 6),
    "forest-plot": (forest, 11),
    "hinge-loop": (loop, 11),
    "minutes-bars": (lambda: bars(["Aug", "Oct", "Dec", "Feb"], [54, 38, 31, 29], 60), 11),
    "survey-bars": (lambda: bars(["Time", "Talk", "Gaelic", "Rural"], [61, 44, 29, 37], 70), 11),
    "quiz-bars": (lambda: bars(["Wk 1", "Wk 3", "Wk 6"], [52, 64, 71], 100), 11),
}


def picture(name):
    make, width = MAKERS[name]
    data = io.BytesIO()
    make().save(data, "PNG", optimize=True)
    data.seek(0)
    return data, width
