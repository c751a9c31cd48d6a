// The one ornament: a band of cross-stitch. Each letter is one stitch: r red, g green; a dot is bare cloth.
const CLOTH = [
  '.....r..........g.....',
  'r...rrr...r....ggg....',
  'rr.rr.rr.rr...g.g.g...',
  'rrrr.g.rrrr..ggg.ggg..',
  'rr.rr.rr.rr...g.g.g...',
  'r...rrr...r....ggg....',
  '.....r..........g.....',
]
const COLOURS = { r: '#8f1d2c', g: '#2f6148' }
const CELL = 3

function stitches(colour) {
  const marks = []
  CLOTH.forEach((line, y) =>
    [...line].forEach((letter, x) => {
      if (letter === colour) marks.push(`M${x * CELL + 0.5} ${y * CELL + 0.5}l2 2m0-2l-2 2`)
    }),
  )
  return `<path stroke="${COLOURS[colour]}" d="${marks.join('')}"/>`
}

export function tatreez() {
  const [width, height] = [CLOTH[0].length * CELL, CLOTH.length * CELL]
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  const drawing = Object.keys(COLOURS).map(stitches).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} fill="none" stroke-width="1.1" stroke-linecap="round">${drawing}</svg>`
}
