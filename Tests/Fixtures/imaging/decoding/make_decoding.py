"""Makes small JPEG and PNG files of every kind, and the pixels that Pillow 13.0.0 gives for them.

For each file NAME: NAME.rgb.npy and NAME.grey.npy, of Image.open(NAME).convert("RGB") and convert("L"); for the two 16-bit grey files,
which Pillow clips, the samples divided by 257 and rounded. Needs numpy 2 and pillow 13.0.0.
"""
import io
import pathlib
import struct
import zlib

import numpy as np
import PIL
from PIL import Image

assert PIL.__version__ == "13.0.0", PIL.__version__
HERE = pathlib.Path(__file__).parent
HEIGHT, WIDTH = 19, 23


def picture(channels):
    """Waves, an edge and some noise, so that chroma and DCT rounding show."""
    rng = np.random.RandomState(7)
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [127 + 90 * np.sin(x / (2.0 + c) + c) * np.cos(y / (3.0 + c)) + 30 * (x > 11) + rng.randint(-9, 10, x.shape)
              for c in range(channels)]
    return np.clip(np.stack(planes, axis=-1), 0, 255).astype(np.uint8)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, depth, color, rows, extra=b"", interlace=0):
    """A PNG from rows of packed samples, unfiltered."""
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    body = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pack(samples, depth):
    """Rows of samples of 1, 2, 4 or 8 bits to bytes; 16 bits big-endian."""
    if depth == 16:
        return [row.astype(">u2").tobytes() for row in samples.reshape(samples.shape[0], -1)]
    rows = []
    for row in samples.reshape(samples.shape[0], -1):
        bits = "".join(format(int(value), f"0{depth}b") for value in row)
        bits += "0" * (-len(bits) % 8)
        rows.append(int(bits, 2).to_bytes(len(bits) // 8, "big"))
    return rows


def adam7(samples, depth):
    rows = []
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = samples[y0::dy, x0::dx]
        if part.size:
            rows += pack(part, depth)
    return rows


def files():
    rgb, grey, cmyk = picture(3), picture(1)[..., 0], picture(4)

    def saved(image, kind, **options):
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        return buffer.getvalue()

    color = Image.fromarray(rgb)
    for name, sampling in [("444", 0), ("422", 1), ("420", 2)]:
        yield f"rgb_{name}.jpg", saved(color, "JPEG", quality=85, subsampling=sampling)
    yield "rgb_progressive.jpg", saved(color, "JPEG", quality=80, progressive=True)
    yield "rgb_low_quality.jpg", saved(color, "JPEG", quality=10)
    yield "rgb_restart.jpg", saved(color, "JPEG", quality=80, restart_marker_blocks=1)
    yield "rgb_stored_as_rgb.jpg", saved(color, "JPEG", quality=90, keep_rgb=True)
    # A sampling that no encoder offers: 24 blocks stored for 64 x 8, all with the same tables, read as 3 units of 8 blocks for 48 x 16.
    wide = saved(Image.fromarray(np.tile(rgb, (1, 3, 1))[:8, :64]), "JPEG", quality=90, keep_rgb=True)
    frame = wide.index(b"\xff\xc0")
    parts = wide[frame + 10:frame + 19]
    patched = struct.pack(">HHB", 16, 48, 3) + bytes(
        [parts[0], 0x12, parts[2], parts[3], 0x21, parts[5], parts[6], 0x22, parts[8]])
    yield "rgb_odd_sampling.jpg", wide[:frame + 5] + patched + wide[frame + 19:]
    yield "rgb_with_profile_and_comment.jpg", saved(color, "JPEG", icc_profile=b"no profile at all" * 9, comment="seen")
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "rgb_turned_by_exif.jpg", saved(color, "JPEG", exif=exif)
    yield "grey.jpg", saved(Image.fromarray(grey), "JPEG", quality=85)
    yield "grey_progressive.jpg", saved(Image.fromarray(grey), "JPEG", quality=85, progressive=True)
    inked = saved(Image.frombytes("CMYK", (WIDTH, HEIGHT), cmyk.tobytes()), "JPEG", quality=90)
    yield "cmyk.jpg", inked
    # The colour transform of Adobe's marker, 0 for CMYK, says 2 for YCCK: the same data, read as luma and chroma.
    place = inked.index(b"Adobe") + 11
    assert inked[place] == 0
    yield "ycck.jpg", inked[:place] + b"\2" + inked[place + 1:]

    ramp = {depth: (np.arange(HEIGHT * WIDTH).reshape(HEIGHT, WIDTH) * 3 % (1 << depth)) for depth in (1, 2, 4, 8)}
    palette = np.random.RandomState(3).randint(0, 256, (256, 3)).astype(np.uint8)
    for depth in (1, 2, 4, 8):
        yield f"grey_{depth}.png", png(WIDTH, HEIGHT, depth, 0, pack(ramp[depth], depth))
        colors = chunk(b"PLTE", palette[:1 << depth].tobytes())
        yield f"palette_{depth}.png", png(WIDTH, HEIGHT, depth, 3, pack(ramp[depth], depth), colors)
    opacity = chunk(b"tRNS", bytes(range(0, 256, 17)))
    yield "palette_transparent.png", png(
        WIDTH, HEIGHT, 4, 3, pack(ramp[4], 4), chunk(b"PLTE", palette[:16].tobytes()) + opacity)
    yield "palette_too_short.png", png(WIDTH, HEIGHT, 8, 3, pack(ramp[8] % 40, 8), chunk(b"PLTE", palette[:30].tobytes()))
    yield "palette_interlaced.png", png(
        WIDTH, HEIGHT, 4, 3, adam7(ramp[4], 4), chunk(b"PLTE", palette[:16].tobytes()), interlace=1)
    yield "grey_transparent.png", png(WIDTH, HEIGHT, 8, 0, pack(grey, 8), chunk(b"tRNS", struct.pack(">H", int(grey[0, 0]))))
    yield "grey_interlaced.png", png(WIDTH, HEIGHT, 8, 0, adam7(grey, 8), interlace=1)
    yield "grey_with_gamma.png", png(WIDTH, HEIGHT, 8, 0, pack(grey, 8), chunk(b"gAMA", struct.pack(">I", 100000)))
    yield "grey_alpha.png", png(WIDTH, HEIGHT, 8, 4, pack(picture(2), 8))
    yield "rgb.png", saved(color, "PNG")
    yield "rgb_interlaced.png", png(WIDTH, HEIGHT, 8, 2, adam7(rgb, 8), interlace=1)
    yield "rgb_transparent.png", png(WIDTH, HEIGHT, 8, 2, pack(rgb, 8), chunk(b"tRNS", struct.pack(">HHH", *map(int, rgb[0, 0]))))
    yield "rgba.png", saved(Image.frombytes("RGBA", (WIDTH, HEIGHT), picture(4).tobytes()), "PNG")
    deep = np.random.RandomState(5).randint(0, 65536, (HEIGHT, WIDTH, 4))
    yield "rgb_16.png", png(WIDTH, HEIGHT, 16, 2, pack(deep[..., :3], 16))
    yield "rgba_16.png", png(WIDTH, HEIGHT, 16, 6, pack(deep, 16))
    yield "grey_alpha_16.png", png(WIDTH, HEIGHT, 16, 4, pack(deep[..., :2], 16))
    every = np.arange(65536).reshape(256, 256)
    yield "grey_16.png", png(256, 256, 16, 0, pack(every, 16))
    yield "grey_16_interlaced.png", png(WIDTH, HEIGHT, 16, 0, adam7(deep[..., 0], 16), interlace=1)
    yield "one_pixel.png", png(1, 1, 8, 2, [b"\x11\x80\xee"])
    yield "one_pixel.jpg", saved(Image.new("RGB", (1, 1), (200, 30, 90)), "JPEG")


for name, data in files():
    (HERE / name).write_bytes(data)
    if name.startswith("grey_16"):
        # All samples, as numbers: Pillow's own mode for them.
        samples = np.asarray(Image.open(io.BytesIO(data))).astype(np.int64)
        grey = np.floor(samples / 257 + 0.5).astype(np.uint8)
        rgb = np.repeat(grey[..., None], 3, axis=-1)
        if samples.size > 1000:
            np.save(HERE / f"{name}.grey.npy", grey)
            continue
    else:
        rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        grey = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    np.save(HERE / f"{name}.rgb.npy", rgb)
    np.save(HERE / f"{name}.grey.npy", grey)
