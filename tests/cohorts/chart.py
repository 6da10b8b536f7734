"""The picture of the comparison: points a person, three ways, on a logarithmic scale."""
import math

WAYS = {"dealt at random": ("#8a8a8a", "cross"), "CP-SAT": ("#b45f00", "ring"),
        "Samverkan": ("#0057b8", "dot")}
LEFT, WIDTH, ROW = 210, 620, 20


def mark(shape, x, y, colour):
    if shape == "cross":
        return (f'<path d="M{x - 4:.1f} {y - 4}l8 8m0 -8l-8 8" stroke="{colour}" '
                'stroke-width="2" fill="none"/>')
    fill = colour if shape == "dot" else "none"
    # A ring around a dot shows where both are.
    radius = 4 if shape == "dot" else 7
    return (f'<circle cx="{x:.1f}" cy="{y}" r="{radius}" fill="{fill}" stroke="{colour}" '
            'stroke-width="2"/>')


def svg(groups):
    """`groups`: (size, style, family) to points a person by way."""
    values = [value for row in groups.values() for value in row.values()] or [1]
    low = math.floor(math.log10(max(min(values), 0.01)))
    high = math.ceil(math.log10(max(max(values), 0.1)))
    high += high == low

    def place(value):
        at = (math.log10(max(value, 10**low)) - low) / (high - low)
        return LEFT + WIDTH * at

    height = 84 + ROW * len(groups)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 40} {height}" '
        'font-family="sans-serif" font-size="13" role="img" aria-labelledby="t d">'
        '<title id="t">Soft points a person</title><desc id="d">Fewer is better. The same numbers '
        'stand in the table of the page.</desc>'
        f'<rect width="{LEFT + WIDTH + 40}" height="{height}" fill="#fff"/>'
        '<text x="10" y="20" font-weight="bold">Soft points a person, fewer is better '
        '(logarithmic)</text>']
    for at, (way, (colour, shape)) in enumerate(WAYS.items()):
        x = LEFT + 170 * at
        parts.append(f'{mark(shape, x, 38, colour)}<text x="{x + 12}" y="43">{way}</text>')
    for power in range(low, high + 1):
        x = place(10**power)
        label = f"{10**power:g}"
        parts.append(f'<path d="M{x:.1f} 56V{height - 24}" stroke="#ddd"/>'
                     f'<text x="{x:.1f}" y="{height - 8}" text-anchor="middle">{label}</text>')
    for at, ((size, style, family), row) in enumerate(groups.items()):
        y = 68 + ROW * at
        parts.append(f'<text x="10" y="{y + 5}">{size} {style} {family}</text>')
        if row:
            ends = [place(value) for value in row.values()]
            parts.append(f'<path d="M{min(ends):.1f} {y}H{max(ends):.1f}" stroke="#ccc"/>')
        for way, value in row.items():
            colour, shape = WAYS[way]
            parts.append(mark(shape, place(value), y, colour))
    return "\n".join([*parts, "</svg>", ""])
