"""Four simple pictures for the quarter of the article, drawn here and marked 演示图片 inside the picture.

Flat shapes in few colours: small files, no likeness of a real place claimed, no photograph needed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Ellipse, Polygon, Rectangle
from PIL import Image

from .. import style
from . import tables
from .draw import Stream

WIDTH, HEIGHT, DPI = 12.0, 7.5, 90  # 1080 × 675 pixels
COLOURS = 40
CREDIT, CREDIT_EN = "演示图片，本项目绘制", "Illustration, drawn by this project"
MARK = "演示图片 · DEMONSTRATION"


def draw_all(folder: Path, district: str) -> None:
    """Write the pictures and photos.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, (draw, _, _)) in enumerate(PICTURES.items()):
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        axes.set_axis_off()
        draw(axes, Stream(number))
        sign(axes)
        canvas.draw()
        picture = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
        # A palette keeps flat shapes flat and the file small.
        picture.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(folder / name, optimize=True)
    tables.write(
        folder / "photos.csv",
        ((name, district, zh, en, CREDIT, CREDIT_EN, tables.DEMO) for name, (_, zh, en) in PICTURES.items()),
    )


def sign(axes: Axes) -> None:
    font = FontProperties(fname=str(style.FONT_DIR / style.FONT_FILES[0]), size=15)
    axes.add_patch(Rectangle((0, 0), WIDTH, 0.62, color="#ffffff", alpha=1, zorder=50, linewidth=0))
    axes.text(0.3, 0.3, MARK, fontproperties=font, color=style.MUTED, va="center", zorder=51)


def block(axes: Axes, x: float, y: float, width: float, height: float, colour: str) -> None:
    axes.add_patch(Rectangle((x, y), width, height, color=colour, linewidth=0))


def shape(axes: Axes, points: list[tuple[float, float]], colour: str) -> None:
    axes.add_patch(Polygon(points, closed=True, color=colour, linewidth=0))


def windows(
    axes: Axes,
    x: float,
    y: float,
    columns: int,
    rows: int,
    step: tuple[float, float],
    size: tuple[float, float],
    colour: str,
) -> None:
    for column in range(columns):
        for row in range(rows):
            block(axes, x + column * step[0], y + row * step[1], *size, colour)


def tree(axes: Axes, x: float, y: float, size: float, leaf: str = "#5f8f6b") -> None:
    block(axes, x - 0.03 * size, y, 0.06 * size, 0.5 * size, "#7a6650")
    axes.add_patch(Ellipse((x, y + 0.75 * size), 0.62 * size, 0.85 * size, color=leaf, linewidth=0))


def sky(axes: Axes, upper: str, lower: str, ground: str, horizon: float) -> None:
    block(axes, 0, 0, WIDTH, HEIGHT, lower)
    block(axes, 0, horizon + 2.6, WIDTH, HEIGHT, upper)
    block(axes, 0, 0, WIDTH, horizon, ground)


def skyline(axes: Axes, stream: Stream) -> None:
    """A new town by the water, at dawn."""
    sky(axes, "#c9dbe8", "#e4ecef", "#8fb3c4", 2.0)
    axes.add_patch(Circle((9.4, 5.7), 0.55, color="#f1d9a8", linewidth=0))
    for colour, base, tall in (("#b4c6d1", 2.0, 2.2), ("#8aa4b5", 2.0, 3.0), ("#4f6d82", 2.0, 2.4)):
        x = -0.2
        while x < WIDTH:
            width, height = 0.45 + 0.55 * stream.uniform(2)
            height = 0.6 + tall * (height - 0.45) / 0.55 * (1 - abs(x - 6.4) / 9)
            block(axes, x, base, width, height, colour)
            if colour == "#4f6d82":
                rows = int(height / 0.24) - 1
                columns = int(width / 0.2) - 1
                windows(axes, x + 0.13, base + 0.15, columns, rows, (0.2, 0.24), (0.07, 0.11), "#e7d9ad")
            x += width + 0.05 + 0.3 * stream.uniform(1)[0]
    block(axes, 0, 1.86, WIDTH, 0.14, "#3f586a")
    for step in range(26):
        left, low = stream.uniform(2)
        block(axes, left * 11.4, 0.7 + low * 1.05, 0.35 + 0.5 * (step % 3), 0.025, "#b9d2dd")


def park(axes: Axes, stream: Stream) -> None:
    """An industrial park with wind turbines behind it."""
    sky(axes, "#cfe0ea", "#e9efee", "#a9bd8d", 2.4)
    shape(axes, [(0, 2.4), (2.6, 3.3), (5.4, 2.7), (8.4, 3.5), (12, 2.6), (12, 2.4)], "#b9cbb0")
    for x, tall in ((1.5, 3.2), (4.7, 2.7), (8.3, 3.4), (10.8, 2.8)):
        shape(axes, [(x - 0.05, 2.4), (x + 0.05, 2.4), (x + 0.02, 2.4 + tall), (x - 0.02, 2.4 + tall)], "#f7f8f8")
        turn = stream.uniform(1)[0] * 2.1
        for blade in range(3):
            angle = turn + blade * 2 * np.pi / 3
            along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
            hub = np.array([x, 2.4 + tall])
            corners = [hub + 0.05 * across, hub + 0.3 * along + 0.09 * across, hub + 1.15 * along, hub - 0.03 * across]
            shape(axes, [tuple(corner) for corner in corners], "#fdfdfd")
        axes.add_patch(Circle((x, 2.4 + tall), 0.08, color="#8d99a3", linewidth=0))
    for x, width, wall in ((0.5, 3.3, "#dfe3e6"), (4.2, 3.9, "#cfd8de"), (8.5, 3.0, "#e4e2da")):
        block(axes, x, 1.75, width, 1.15, wall)
        teeth = int(width / 0.65)
        for k in range(teeth):
            left = x + k * width / teeth
            shape(axes, [(left, 2.9), (left, 3.3), (left + width / teeth, 2.9)], "#5b7f98")
        windows(axes, x + 0.25, 2.3, int((width - 0.3) / 0.5), 1, (0.5, 1), (0.34, 0.26), "#7d9db2")
        block(axes, x, 1.75, width, 0.12, "#a8201a")
    block(axes, 0, 0.9, WIDTH, 0.6, "#9aa1a6")
    windows(axes, 0.2, 1.18, 12, 1, (1.0, 1), (0.5, 0.04), "#f4f4f1")
    for k in range(11):
        tree(axes, 0.45 + k * 1.12, 1.5, 0.55 + 0.2 * stream.uniform(1)[0])


def garden(axes: Axes, stream: Stream) -> None:
    """A rose garden with a path and a pavilion."""
    sky(axes, "#d3e3ea", "#ecf1ec", "#8fb184", 3.6)
    for x in np.linspace(0.3, 11.8, 15):
        tree(axes, float(x), 3.3, 1.0 + 0.9 * stream.uniform(1)[0], "#6d9a74")
    block(axes, 0, 3.1, WIDTH, 0.55, "#7aa377")
    for x in (7.95, 8.65, 9.35, 10.05):
        block(axes, x, 3.1, 0.1, 1.15, "#94302a")
    shape(axes, [(7.5, 4.2), (10.6, 4.2), (9.9, 4.75), (8.2, 4.75)], "#4c5a66")
    shape(axes, [(8.4, 4.75), (9.7, 4.75), (9.05, 5.25)], "#4c5a66")
    shape(axes, [(4.6, 0), (8.4, 0), (9.25, 3.1), (8.75, 3.1)], "#e3d8c2")
    colours = ("#c43b4e", "#dd7086", "#f0b7c0", "#a8201a", "#f3dfb0")
    for row in range(9):
        y, size = 3.0 - row * 0.3, 0.1 + row * 0.02
        for x in np.arange(0.1, WIDTH, 0.2 + row * 0.035):
            left = 4.6 + (8.75 - 4.6) * y / 3.1 - 0.15
            right = 8.4 + (9.25 - 8.4) * y / 3.1 + 0.15
            pick, shift = stream.uniform(2)
            if left < x < right or pick > 0.93:
                continue
            at = (float(x) + 0.1 * shift, y + 0.12 * (shift - 0.5))
            axes.add_patch(Circle((at[0], at[1] - 0.9 * size), 0.9 * size, color="#527d57", linewidth=0))
            axes.add_patch(Circle(at, size, color=colours[int(pick * 5.3) % 5], linewidth=0))
            axes.add_patch(Circle(at, 0.42 * size, color=colours[(int(pick * 5.3) + 1) % 5], linewidth=0))


def estate(axes: Axes, stream: Stream) -> None:
    """An old estate after renewal: new façades, a square, trees."""
    sky(axes, "#cbdde8", "#e8eeee", "#b8c7a4", 2.2)
    for x in (0.2, 3.1, 6.0, 8.9):
        block(axes, x, 2.2, 2.6, 3.1, "#b9c2c9")
    for x, wall, band in ((0.9, "#ece3d3", "#b9684a"), (4.7, "#f0e9dc", "#8c9a6b"), (8.5, "#e9e1d4", "#5f86a0")):
        block(axes, x, 1.9, 2.9, 2.7, wall)
        shape(axes, [(x - 0.12, 4.6), (x + 3.02, 4.6), (x + 2.75, 5.0), (x + 0.15, 5.0)], band)
        windows(axes, x + 0.25, 2.35, 5, 4, (0.53, 0.56), (0.3, 0.34), "#7c9bb0")
        windows(axes, x + 0.25, 2.27, 5, 4, (0.53, 0.56), (0.3, 0.05), band)
        block(axes, x + 1.25, 1.9, 0.42, 0.42, "#6d5b4c")
    block(axes, 0, 1.2, WIDTH, 0.7, "#d9d3c6")
    windows(axes, 0, 1.5, 24, 1, (0.5, 1), (0.46, 0.03), "#c6bfb0")
    for x in (0.5, 4.2, 8.0, 11.7):
        tree(axes, x, 1.6, 1.35 + 0.3 * stream.uniform(1)[0])
    for x in (2.1, 6.1, 9.9):
        block(axes, x, 1.42, 0.9, 0.07, "#8a6b4e")
        windows(axes, x + 0.1, 1.25, 2, 1, (0.65, 1), (0.06, 0.2), "#5d5248")
    block(axes, 0, 0.6, WIDTH, 0.6, "#9fb78c")


PICTURES: dict[str, tuple[Callable[[Axes, Stream], None], str, str]] = {
    "01-skyline.png": (skyline, "新城区天际线（示意）", "The skyline of the new town (illustration)"),
    "02-park.png": (park, "风电装备产业园（示意）", "A wind-power industrial park (illustration)"),
    "03-garden.png": (garden, "月季花园（示意）", "A rose garden (illustration)"),
    "04-estate.png": (estate, "改造后的老旧小区（示意）", "An old estate after renewal (illustration)"),
}
