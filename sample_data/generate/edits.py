"""What dishonest contributors do to a picture before they hand it in again."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw, ImageEnhance, ImageOps


def _resized(image: Image.Image, draw: random.Random) -> Image.Image:
    scale = draw.uniform(0.6, 0.8)
    size = (round(image.width * scale), round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _cropped(image: Image.Image, draw: random.Random) -> Image.Image:
    """Cut 8 to 14 per cent off, unevenly, and keep the rest as it is."""
    share = draw.uniform(0.08, 0.14)
    left, top = draw.uniform(0, share), draw.uniform(0, share)
    box = (left, top, 1 - share + left, 1 - share + top)
    edges = [round(v * s) for v, s in zip(box, (image.width, image.height) * 2, strict=True)]
    return image.crop((edges[0], edges[1], edges[2], edges[3]))


def _brightened(image: Image.Image, draw: random.Random) -> Image.Image:
    brighter = ImageEnhance.Brightness(image).enhance(draw.uniform(1.2, 1.4))
    return ImageEnhance.Contrast(brighter).enhance(draw.uniform(0.88, 1.1))


def _sticker(image: Image.Image, draw: random.Random) -> Image.Image:
    """Put a smiling sticker or a coloured star over a corner of the picture."""
    big = 4
    size = round(min(image.size) * draw.uniform(0.16, 0.24))
    layer = Image.new("RGBA", (size * big, size * big))
    pen, s = ImageDraw.Draw(layer), size * big
    hue = draw.choice(((255, 205, 40), (255, 120, 150), (110, 205, 255)))
    pen.ellipse((0, 0, s - 1, s - 1), fill=(255, 255, 255, 255))
    pen.ellipse((s * 0.05, s * 0.05, s * 0.95, s * 0.95), fill=(*hue, 255))
    for x in (0.34, 0.66):
        pen.ellipse(((x - 0.06) * s, 0.3 * s, (x + 0.06) * s, 0.48 * s), fill=(40, 30, 30, 255))
    mouth = (0.26 * s, 0.3 * s, 0.74 * s, 0.78 * s)
    pen.arc(mouth, 20, 160, fill=(40, 30, 30, 255), width=round(s * 0.06))
    layer = layer.rotate(draw.uniform(-20, 20), Image.Resampling.BICUBIC)
    layer = layer.resize((size, size), Image.Resampling.LANCZOS)
    result = image.copy()
    spot = (
        round(draw.choice((0.04, 0.74)) * image.width),
        round(draw.choice((0.06, 0.68)) * image.height),
    )
    result.paste(layer, spot, layer)
    return result


def apply(edit: str, image: Image.Image, draw: random.Random) -> Image.Image:
    """Do one edit by its name; edits of the file alone leave the pixels."""
    if edit == "mirrored":
        return ImageOps.mirror(image)
    actions = {
        "resized": _resized,
        "cropped": _cropped,
        "brightened": _brightened,
        "sticker": _sticker,
    }
    action = actions.get(edit)
    return action(image, draw) if action else image


def quality(edit: str, draw: random.Random) -> int:
    """JPEG quality after an edit."""
    return draw.randrange(48, 60) if edit == "re-saved" else draw.randrange(72, 84)
